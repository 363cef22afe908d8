@NullMarked
package org.p2f.numerics.head;

import org.jspecify.annotations.NullMarked;
