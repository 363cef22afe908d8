@NullMarked
package org.p2f.numerics.sde;

import org.jspecify.annotations.NullMarked;
