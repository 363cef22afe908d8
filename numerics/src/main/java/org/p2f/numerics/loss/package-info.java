/** Training objectives as graphs. */
@NullMarked
package org.p2f.numerics.loss;

import org.jspecify.annotations.NullMarked;
