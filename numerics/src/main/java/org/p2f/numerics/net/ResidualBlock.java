package org.p2f.numerics.net;

import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * A residual block of a U-net. Sources: Song et al., arXiv:2011.13456, App. H; Ho et al.,
 * arXiv:2006.11239.
 *
 * @param resampling only blocks of the "BigGAN" kind change sizes
 * @param embedding length of the vector that conditions the block
 */
record ResidualBlock(int in, int out, Resampling resampling, int embedding, UNetStyle style) {

  /**
   * @param activated SiLU of the conditioning vector, float32 [B, embedding]
   */
  Value apply(Scope scope, Value x, Value activated, Dropout dropout) {
    var h = resampled(style.grouping().norm(in).apply(scope.in("GroupNorm_0"), x).silu());
    var raw = resampled(x);
    h = Convolution.of3x3(in, out).apply(scope.in("Conv_0"), h);
    h = dropout.apply(conditioned(scope, h, activated).silu());
    h = Convolution.of3x3(out, out).silent().apply(scope.in("Conv_1"), h);
    return style.sum(carried(scope, raw), h);
  }

  /** Normalised, with what the conditioning vector says. */
  private Value conditioned(Scope scope, Value h, Value activated) {
    var norm = style.grouping().norm(out);
    var dense = scope.in("Dense_0");
    return switch (style.conditioning()) {
      case SHIFT ->
          norm.apply(
              scope.in("GroupNorm_1"),
              Images.addToPixels(scope, h, new Linear(embedding, out).apply(dense, activated)));
      case SCALE_SHIFT ->
          Images.scaleAndShift(
              scope,
              norm.apply(scope.in("GroupNorm_1"), h),
              new Linear(embedding, 2 * out).apply(dense, activated),
              out);
    };
  }

  private Value resampled(Value x) {
    return resampling.apply(x, in, style.fir());
  }

  /** What the shortcut makes of the input. */
  private Value carried(Scope scope, Value raw) {
    return switch (style.block()) {
      case BIGGAN ->
          in != out || resampling != Resampling.NONE
              ? Convolution.of1x1(in, out).apply(scope.in("Conv_2"), raw)
              : raw;
      case DDPM -> in != out ? Mixing.of(in, out).ofPixels(scope.in("NIN_0"), raw) : raw;
    };
  }
}
