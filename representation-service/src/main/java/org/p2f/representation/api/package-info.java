/** How encodings and trajectories are asked for over HTTP. */
@NullMarked
package org.p2f.representation.api;

import org.jspecify.annotations.NullMarked;
