/** How much of each factor can be read linearly from codes. */
@NullMarked
package org.p2f.numerics.probe;

import org.jspecify.annotations.NullMarked;
