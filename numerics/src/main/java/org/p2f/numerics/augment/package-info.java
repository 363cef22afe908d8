/** Random changes of training images, drawn from the stream that the caller hands over. */
@NullMarked
package org.p2f.numerics.augment;

import org.jspecify.annotations.NullMarked;
