package org.p2f.numerics.net;

import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Value;

/** What a residual block does to the size of an image. */
enum Resampling {
  NONE,
  /** Halves it. */
  DOWN,
  /** Doubles it. */
  UP;

  /**
   * @param fir by the filter of {@link Fir}; else a pixel becomes the mean of a 2×2 square, or the
   *     other way round
   */
  Value apply(Value x, int channels, boolean fir) {
    return switch (this) {
      case NONE -> x;
      case DOWN ->
          fir ? Fir.down(x, channels) : x.graph().op("torch.avg_pool2d", x, Operand.ints(2, 2));
      case UP ->
          fir
              ? Fir.up(x, channels)
              : x.graph().op("torch.upsample_nearest2d", x, Operand.none(), Operand.reals(2, 2));
    };
  }
}
