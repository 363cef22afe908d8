@NullMarked
package org.p2f.numerics.train;

import org.jspecify.annotations.NullMarked;
