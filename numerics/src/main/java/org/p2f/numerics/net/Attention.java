package org.p2f.numerics.net;

import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * Self-attention of all pixels of an image, one head.
 *
 * @param size height and width of the image
 */
record Attention(int channels, int size, UNetStyle style) {

  Value apply(Scope scope, Value x) {
    var tokens =
        style
            .grouping()
            .norm(channels)
            .apply(scope.in("GroupNorm_0"), x)
            .permute(0, 2, 3, 1)
            .reshape(-1, (long) size * size, channels);
    var mixing = Mixing.of(channels, channels);
    var weights =
        mixing
            .ofTokens(scope.in("NIN_0"), tokens)
            .mul(1 / Math.sqrt(channels))
            .bmm(mixing.ofTokens(scope.in("NIN_1"), tokens).transpose(1, 2))
            .softmax(-1);
    var read = weights.bmm(mixing.ofTokens(scope.in("NIN_2"), tokens));
    var h =
        Mixing.silent(channels)
            .ofTokens(scope.in("NIN_3"), read)
            .reshape(-1, size, size, channels)
            .permute(0, 3, 1, 2);
    return style.sum(x, h);
  }
}
