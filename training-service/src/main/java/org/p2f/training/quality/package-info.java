/** How samples compare with a data set: Fréchet and kernel distances of features. */
@NullMarked
package org.p2f.training.quality;

import org.jspecify.annotations.NullMarked;
