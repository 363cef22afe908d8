package org.p2f.numerics.net;

import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Value;

/** What a residual block does to the size of an image. */
enum Resampling {
  NONE,
  /** Each pixel becomes the mean of a 2×2 square. */
  DOWN,
  /** Each pixel becomes a 2×2 square. */
  UP;

  Value apply(Value x) {
    return switch (this) {
      case NONE -> x;
      case DOWN -> x.graph().op("torch.avg_pool2d", x, Operand.ints(2, 2));
      case UP -> x.graph().op("torch.upsample_nearest2d", x, Operand.none(), Operand.reals(2, 2));
    };
  }
}
