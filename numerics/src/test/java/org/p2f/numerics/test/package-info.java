@NullMarked
package org.p2f.numerics.test;

import org.jspecify.annotations.NullMarked;
