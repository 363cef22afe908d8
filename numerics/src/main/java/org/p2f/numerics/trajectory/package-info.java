/**
 * Trajectories: the codes z(t_i) of every image of a data set at every time of a grid, with the
 * images' labels, as one safetensors file. Encoders write it shard by shard; head training reads it
 * as mapped memory.
 */
@NullMarked
package org.p2f.numerics.trajectory;

import org.jspecify.annotations.NullMarked;
