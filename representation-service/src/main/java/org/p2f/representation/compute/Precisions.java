package org.p2f.representation.compute;

import org.p2f.numerics.encode.EnginePrecision;
import org.p2f.numerics.program.Engine;
import org.p2f.representation.domain.Precision;

/** The domain's precisions as numerics has them. */
final class Precisions {
  private Precisions() {}

  /** The precision itself, or for {@link Precision#AUTO} the engine's fastest. */
  static Precision resolve(Precision wanted, Engine engine) {
    if (wanted != Precision.AUTO) {
      return wanted;
    }
    return switch (EnginePrecision.fastest(engine).precision()) {
      case FLOAT32, FLOAT64 -> Precision.FLOAT32;
      case BFLOAT16 -> Precision.BFLOAT16;
    };
  }

  static org.p2f.numerics.program.Precision ofNumerics(Precision resolved) {
    return switch (resolved) {
      case FLOAT32 -> org.p2f.numerics.program.Precision.FLOAT32;
      case BFLOAT16 -> org.p2f.numerics.program.Precision.BFLOAT16;
      case AUTO -> throw new IllegalArgumentException("Not a precision to compute in: " + resolved);
    };
  }
}
