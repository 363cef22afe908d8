/**
 * Turns plans into tensors and tensors into artifacts. The only package of the service that depends
 * on numerics.
 */
@NullMarked
package org.p2f.training.compute;

import org.jspecify.annotations.NullMarked;
