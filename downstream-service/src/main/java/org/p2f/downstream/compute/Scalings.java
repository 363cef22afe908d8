package org.p2f.downstream.compute;

import org.p2f.downstream.domain.CodeScaling;
import org.p2f.spec.head.HeadSettings;

/** The domain's scalings as numerics knows them. */
final class Scalings {
  private Scalings() {}

  static HeadSettings.Scaling of(CodeScaling scaling) {
    return switch (scaling) {
      case RAW -> HeadSettings.Scaling.RAW;
      case STANDARDIZED -> HeadSettings.Scaling.STANDARDIZED;
    };
  }
}
