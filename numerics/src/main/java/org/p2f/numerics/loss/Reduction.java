package org.p2f.numerics.loss;

import org.p2f.numerics.program.Value;

/** What becomes of the squares of an image's values. */
public enum Reduction {
  /** Half their sum. */
  SUM,
  /** Their mean. */
  MEAN;

  /**
   * @param values [B, C, H, W]
   * @return [B]
   */
  Value of(Value values) {
    return switch (this) {
      case SUM -> values.sum(1, 2, 3).mul(.5);
      case MEAN -> values.mean(1, 2, 3);
    };
  }
}
