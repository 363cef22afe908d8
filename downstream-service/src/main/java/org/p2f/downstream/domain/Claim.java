package org.p2f.downstream.domain;

import org.jspecify.annotations.Nullable;

/**
 * A claim of the paper and what this study says of it.
 *
 * @param id C1 to C11
 * @param measure what the effect is
 * @param effect null where it was not measured
 * @param figure the section of the report that shows it
 * @param remark what to know before believing it, or why it was not measured
 */
public record Claim(
    String id,
    String statement,
    String measure,
    Verdict verdict,
    @Nullable Effect effect,
    String figure,
    String remark) {

  /**
   * A claim that the effect exceeds a bound.
   *
   * @param bound which a supported claim's interval lies above, and a refuted one's below
   */
  public static Claim above(
      String id,
      String statement,
      String measure,
      @Nullable Effect effect,
      double bound,
      String figure,
      String remark) {
    return new Claim(id, statement, measure, verdict(effect, bound), effect, figure, remark);
  }

  /** A claim that the effect stays below a bound. */
  public static Claim below(
      String id,
      String statement,
      String measure,
      @Nullable Effect effect,
      double bound,
      String figure,
      String remark) {
    return new Claim(
        id, statement, measure, opposite(verdict(effect, bound)), effect, figure, remark);
  }

  private static Verdict opposite(Verdict verdict) {
    return switch (verdict) {
      case SUPPORTED -> Verdict.NOT_SUPPORTED;
      case NOT_SUPPORTED -> Verdict.SUPPORTED;
      case UNDECIDED -> Verdict.UNDECIDED;
    };
  }

  private static Verdict verdict(@Nullable Effect effect, double bound) {
    if (effect == null || effect.encoders() < 2) {
      return Verdict.UNDECIDED;
    }
    if (effect.low() > bound) {
      return Verdict.SUPPORTED;
    }
    return effect.high() < bound ? Verdict.NOT_SUPPORTED : Verdict.UNDECIDED;
  }
}
