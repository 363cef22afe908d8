package org.p2f.numerics.solver;

import org.p2f.spec.diffusion.NoisePreserving;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.VarianceExploding;

/** Times at which solvers stop: at 0 the score has no bound. As published. */
public final class Ends {
  private static final double EXPLODING = 1e-5;
  private static final double PRESERVING = 1e-3;

  /** Of likelihoods, whatever the diffusion. */
  static final double OF_LIKELIHOODS = 1e-5;

  private Ends() {}

  /** Of samples. */
  public static double of(Sde sde) {
    return switch (sde) {
      case VarianceExploding _ -> EXPLODING;
      case NoisePreserving _ -> PRESERVING;
    };
  }
}
