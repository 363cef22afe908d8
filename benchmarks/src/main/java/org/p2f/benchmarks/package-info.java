/** Benchmarks of speed and memory. Results are printed, never asserted. */
@NullMarked
package org.p2f.benchmarks;

import org.jspecify.annotations.NullMarked;
