@NullMarked
package org.p2f.numerics.probe;

import org.jspecify.annotations.NullMarked;
