package org.p2f.numerics.net;

import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * A residual block of the score network, of the "BigGAN" kind. Source: Song et al.,
 * arXiv:2011.13456, App. H.
 *
 * @param embedding length of the vector that conditions the block
 */
record ResidualBlock(int in, int out, Resampling resampling, int embedding) {

  static final double HALF_POWER = Math.sqrt(.5);

  /**
   * @param activated SiLU of the conditioning vector, float32 [B, embedding]
   */
  Value apply(Scope scope, Value x, Value activated, Dropout dropout) {
    var h = resampling.apply(new GroupNorm(in).apply(scope.in("GroupNorm_0"), x).silu());
    var raw = resampling.apply(x);
    h = Convolution.of3x3(in, out).apply(scope.in("Conv_0"), h);
    h =
        Images.addToPixels(
            scope, h, new Linear(embedding, out).apply(scope.in("Dense_0"), activated));
    h = dropout.apply(new GroupNorm(out).apply(scope.in("GroupNorm_1"), h).silu());
    h = Convolution.of3x3(out, out).silent().apply(scope.in("Conv_1"), h);
    if (in != out || resampling != Resampling.NONE) {
      raw = Convolution.of1x1(in, out).apply(scope.in("Conv_2"), raw);
    }
    return raw.add(h).mul(HALF_POWER);
  }
}
