/** What the HTTP API of evaluations, analyses and studies shares. */
@NullMarked
package org.p2f.downstream.web;

import org.jspecify.annotations.NullMarked;
