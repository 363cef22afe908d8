/** How fast things are; figures are printed, never asserted. */
@NullMarked
package org.p2f.benchmarks;

import org.jspecify.annotations.NullMarked;
