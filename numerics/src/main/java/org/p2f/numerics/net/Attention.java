package org.p2f.numerics.net;

import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * Self-attention of all pixels of an image, one head.
 *
 * @param size height and width of the image
 */
record Attention(int channels, int size) {

  Value apply(Scope scope, Value x) {
    var tokens =
        new GroupNorm(channels)
            .apply(scope.in("GroupNorm_0"), x)
            .permute(0, 2, 3, 1)
            .reshape(-1, (long) size * size, channels);
    var weights =
        mix(scope.in("NIN_0"), tokens, 1)
            .mul(1 / Math.sqrt(channels))
            .bmm(mix(scope.in("NIN_1"), tokens, 1).transpose(1, 2))
            .softmax(-1);
    var read = weights.bmm(mix(scope.in("NIN_2"), tokens, 1));
    var h = mix(scope.in("NIN_3"), read, 0).reshape(-1, size, size, channels).permute(0, 3, 1, 2);
    return x.add(h).mul(ResidualBlock.HALF_POWER);
  }

  /** A 1×1 convolution on tokens; the published weight is [in, out]. */
  private Value mix(Scope scope, Value tokens, double scale) {
    var weight = scope.weight("W", new Initialization.VarianceScaling(scale), channels, channels);
    var bias = scope.weight("b", Initialization.ZEROS, channels);
    return scope.graph().op("torch.add", tokens.matmul(weight), bias);
  }
}
