package org.p2f.numerics.head;

import ai.djl.ndarray.NDArray;

/**
 * Images for one call of a program.
 *
 * @param codes float32 [N, times, d]
 * @param labels int64 [N]
 * @param rows int64 [seeds, n]: which of the images each seed sees, in order
 */
record Feed(NDArray codes, NDArray labels, NDArray rows) {}
