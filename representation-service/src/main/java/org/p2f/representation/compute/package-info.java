/** Turns what is asked into tensors and back; the only room that knows numerics. */
@NullMarked
package org.p2f.representation.compute;

import org.jspecify.annotations.NullMarked;
