/** HTTP API of analyses. */
@NullMarked
package org.p2f.downstream.analysis.web;

import org.jspecify.annotations.NullMarked;
