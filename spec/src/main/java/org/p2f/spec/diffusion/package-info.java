/**
 * The diffusions as mathematics: plain double arithmetic, no tensors. Time runs from 0 (clean
 * image) to 1 (noise).
 */
@NullMarked
package org.p2f.spec.diffusion;

import org.jspecify.annotations.NullMarked;
