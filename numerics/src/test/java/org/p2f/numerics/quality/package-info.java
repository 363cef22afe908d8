@NullMarked
package org.p2f.numerics.quality;

import org.jspecify.annotations.NullMarked;
