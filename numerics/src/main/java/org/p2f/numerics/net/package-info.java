/**
 * Networks as graphs: the time-conditioned encoder and the score network. Names of tensors are
 * those of the published checkpoints.
 */
@NullMarked
package org.p2f.numerics.net;

import org.jspecify.annotations.NullMarked;
