/** Data sets and the uploads they are made of. Plans and descriptions. */
@NullMarked
package org.p2f.training.dataset;

import org.jspecify.annotations.NullMarked;
