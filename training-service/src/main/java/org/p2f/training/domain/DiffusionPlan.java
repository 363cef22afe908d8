package org.p2f.training.domain;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;

/**
 * How images turn into noise.
 *
 * @param sigmaMin σ at t = 0 of a variance-exploding one, null for others
 * @param sigmaMax σ at t = 1, likewise
 * @param betaMin β at t = 0 of the others, null for a variance-exploding one
 * @param betaMax β at t = 1, likewise
 */
public record DiffusionPlan(
    DiffusionKind kind,
    @Nullable Double sigmaMin,
    @Nullable Double sigmaMax,
    @Nullable Double betaMin,
    @Nullable Double betaMax) {

  /** σ(t) = σmin·(σmax/σmin)^t. */
  public DiffusionPlan(double sigmaMin, double sigmaMax) {
    this(DiffusionKind.VE, sigmaMin, sigmaMax, null, null);
  }

  /** The published settings of a kind. */
  static DiffusionPlan published(DiffusionKind kind) {
    return switch (kind.published()) {
      case VarianceExploding(double min, double max) -> new DiffusionPlan(min, max);
      case VariancePreserving(double first, double last) ->
          new DiffusionPlan(kind, null, null, first, last);
      case SubVariancePreserving(double first, double last) ->
          new DiffusionPlan(kind, null, null, first, last);
    };
  }

  /** What it is. */
  public Sde sde() {
    return switch (kind) {
      case VE -> new VarianceExploding(known(sigmaMin), known(sigmaMax));
      case VP -> new VariancePreserving(known(betaMin), known(betaMax));
      case SUB_VP -> new SubVariancePreserving(known(betaMin), known(betaMax));
    };
  }

  private static double known(@Nullable Double value) {
    return Objects.requireNonNull(value, "The diffusion's plan is incomplete");
  }

  boolean explodes() {
    return kind == DiffusionKind.VE;
  }
}
