@NullMarked
package org.p2f.numerics.data;

import org.jspecify.annotations.NullMarked;
