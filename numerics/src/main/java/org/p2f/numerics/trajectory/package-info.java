/**
 * Trajectories: the codes z(t_i) of every image of a data set at every time of a grid, with the
 * images' labels, as one safetensors file. Written shard by shard by who encodes, read as mapped
 * memory by who trains heads on them.
 */
@NullMarked
package org.p2f.numerics.trajectory;

import org.jspecify.annotations.NullMarked;
