/** Sample quality: distances between features of samples and of real images. */
@NullMarked
package org.p2f.numerics.quality;

import org.jspecify.annotations.NullMarked;
