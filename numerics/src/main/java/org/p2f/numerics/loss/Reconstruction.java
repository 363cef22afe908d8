package org.p2f.numerics.loss;

import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Value;

/** How an image made of the code is compared to the image that was encoded. */
public enum Reconstruction {
  /** There is none. */
  NONE,
  /** The square of the difference. */
  L2,
  /** Binary cross-entropy with the decoder's output as logits; images lie in [0, 1]. */
  BCE;

  /**
   * @param decoded output of the decoder, floats [B, C, H, W]
   * @param x0 of the same type and shape
   * @return of each value, [B, C, H, W]
   */
  Value of(Value decoded, Value x0) {
    return switch (this) {
      case NONE -> throw new IllegalStateException("Nothing is reconstructed");
      case L2 -> decoded.sub(x0).square();
      case BCE ->
          decoded
              .graph()
              .op(
                  "torch.binary_cross_entropy_with_logits",
                  decoded,
                  x0,
                  Operand.none(),
                  Operand.none(),
                  Operand.of(0));
    };
  }
}
