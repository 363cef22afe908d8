package org.p2f.training.domain;

import org.jspecify.annotations.Nullable;

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

  private static final double PUBLISHED_SIGMA_MIN = .01;
  private static final double PUBLISHED_SIGMA_MAX = 50;
  private static final double PUBLISHED_BETA_MIN = .1;
  private static final double PUBLISHED_BETA_MAX = 20;

  /** σ(t) = σmin·(σmax/σmin)^t. */
  public DiffusionPlan(double sigmaMin, double sigmaMax) {
    this(DiffusionKind.VE, sigmaMin, sigmaMax, null, null);
  }

  /** The published settings of a kind. */
  static DiffusionPlan published(DiffusionKind kind) {
    return switch (kind) {
      case VE -> new DiffusionPlan(PUBLISHED_SIGMA_MIN, PUBLISHED_SIGMA_MAX);
      case VP, SUB_VP ->
          new DiffusionPlan(kind, null, null, PUBLISHED_BETA_MIN, PUBLISHED_BETA_MAX);
    };
  }

  boolean explodes() {
    return kind == DiffusionKind.VE;
  }
}
