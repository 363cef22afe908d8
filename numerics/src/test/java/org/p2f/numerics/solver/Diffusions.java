package org.p2f.numerics.solver;

import java.util.stream.Stream;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;

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
