/** HTTP API of evaluations. */
@NullMarked
package org.p2f.downstream.evaluation.web;

import org.jspecify.annotations.NullMarked;
