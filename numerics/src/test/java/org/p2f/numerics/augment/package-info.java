@NullMarked
package org.p2f.numerics.augment;

import org.jspecify.annotations.NullMarked;
