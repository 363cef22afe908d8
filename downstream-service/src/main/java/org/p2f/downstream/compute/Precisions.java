package org.p2f.downstream.compute;

import org.p2f.downstream.domain.ProductPrecision;
import org.p2f.spec.network.Precision;

/** The domain's precisions as numerics knows them. */
final class Precisions {
  private Precisions() {}

  static Precision of(ProductPrecision precision) {
    return switch (precision) {
      case FLOAT32 -> Precision.FLOAT32;
      case BFLOAT16 -> Precision.BFLOAT16;
    };
  }
}
