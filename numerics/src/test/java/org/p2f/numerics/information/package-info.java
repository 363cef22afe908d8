@NullMarked
package org.p2f.numerics.information;

import org.jspecify.annotations.NullMarked;
