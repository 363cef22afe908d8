/** Finished models and their encodings E(x, t). */
@NullMarked
package org.p2f.numerics.encode;

import org.jspecify.annotations.NullMarked;
