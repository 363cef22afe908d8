/** Augmentations of training images, drawn from the caller's random stream. */
@NullMarked
package org.p2f.numerics.augment;

import org.jspecify.annotations.NullMarked;
