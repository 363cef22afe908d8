/**
 * Weights that were trained elsewhere: safetensors files, and PyTorch's checkpoints, which are read
 * without running anything in them. What they hold is held against the networks it is meant for,
 * tensor by tensor, and becomes a model's directory.
 */
@NullMarked
package org.p2f.numerics.checkpoint;

import org.jspecify.annotations.NullMarked;
