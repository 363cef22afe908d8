/** HTTP API of trajectories: slices, exports, neighbours. */
@NullMarked
package org.p2f.representation.trajectory.web;

import org.jspecify.annotations.NullMarked;
