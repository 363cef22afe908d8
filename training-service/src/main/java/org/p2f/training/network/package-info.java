/** What requests and plans say about networks, diffusion and loss. */
@NullMarked
package org.p2f.training.network;

import org.jspecify.annotations.NullMarked;
