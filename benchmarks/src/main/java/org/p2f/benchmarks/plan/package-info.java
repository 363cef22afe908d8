/**
 * Planning extractions of trajectories past one machine: what the product's own code costs an image
 * and a shard, and a simulation of large extractions by it.
 */
@NullMarked
package org.p2f.benchmarks.plan;

import org.jspecify.annotations.NullMarked;
