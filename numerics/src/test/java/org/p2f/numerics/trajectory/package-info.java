@NullMarked
package org.p2f.numerics.trajectory;

import org.jspecify.annotations.NullMarked;
