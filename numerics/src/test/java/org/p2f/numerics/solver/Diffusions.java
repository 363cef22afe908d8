package org.p2f.numerics.solver;

import java.util.stream.Stream;
import org.p2f.numerics.sde.Sde;
import org.p2f.numerics.sde.SubVariancePreserving;
import org.p2f.numerics.sde.VarianceExploding;
import org.p2f.numerics.sde.VariancePreserving;

/** The published diffusions. */
final class Diffusions {
  private Diffusions() {}

  static Stream<Sde> all() {
    return Stream.of(
        VarianceExploding.published(),
        VariancePreserving.published(),
        SubVariancePreserving.published());
  }
}
