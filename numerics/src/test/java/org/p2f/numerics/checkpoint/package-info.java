@NullMarked
package org.p2f.numerics.checkpoint;

import org.jspecify.annotations.NullMarked;
