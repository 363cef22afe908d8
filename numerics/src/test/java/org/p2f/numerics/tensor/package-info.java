@NullMarked
package org.p2f.numerics.tensor;

import org.jspecify.annotations.NullMarked;
