package org.p2f.numerics.net;

import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * Group normalisation; statistics and affine map are float32 whatever the activations are.
 *
 * <p>Channels-last images are transposed for it and back: libtorch's kernels for that layout take
 * up to ten times as long as those for the other, more than the transpositions.
 */
record GroupNorm(int channels, int groups) {

  private static final double EPSILON = 1e-6;

  Value apply(Scope scope, Value x) {
    return scope.layout() == Layout.CHANNELS_LAST
        ? normalize(scope, x.contiguous()).channelsLast()
        : normalize(scope, x);
  }

  private Value normalize(Scope scope, Value x) {
    return scope
        .graph()
        .op(
            "torch.group_norm",
            x,
            Operand.of(groups),
            scope.parameter("weight", Initialization.ONES, channels),
            scope.parameter("bias", Initialization.ZEROS, channels),
            Operand.of(EPSILON),
            Operand.of(true));
  }
}
