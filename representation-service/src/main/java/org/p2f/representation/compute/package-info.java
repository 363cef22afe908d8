/**
 * Turns requests into tensors and back. The only package of the service that depends on numerics.
 */
@NullMarked
package org.p2f.representation.compute;

import org.jspecify.annotations.NullMarked;
