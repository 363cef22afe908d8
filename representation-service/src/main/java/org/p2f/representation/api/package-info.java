/** HTTP and gRPC API of encodings and trajectories. */
@NullMarked
package org.p2f.representation.api;

import org.jspecify.annotations.NullMarked;
