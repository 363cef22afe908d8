@NullMarked
package org.p2f.numerics.solver;

import org.jspecify.annotations.NullMarked;
