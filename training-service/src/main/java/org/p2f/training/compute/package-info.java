/** Turns plans into tensors and tensors into artifacts. Nothing else knows numerics. */
@NullMarked
package org.p2f.training.compute;

import org.jspecify.annotations.NullMarked;
