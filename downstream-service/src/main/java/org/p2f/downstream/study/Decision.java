package org.p2f.downstream.study;

import org.jspecify.annotations.Nullable;

/**
 * One effect against the bound that it is claimed to exceed or to stay below.
 *
 * @param encoders an objective, whose encoders the effect is of, or {@code activations}
 * @param of the factor or the part of the claim that it speaks of; empty for the whole
 * @param effect null where it could not be measured, or nothing qualified
 * @param p two-sided, of a true effect that is the bound; null without an interval
 * @param remark what to know before believing it, or why there is no effect
 */
public record Decision(
    String encoders,
    String of,
    Verdict verdict,
    @Nullable Effect effect,
    Side side,
    double bound,
    @Nullable Double p,
    String remark) {

  /** Where the claim has the effect. */
  public enum Side {
    ABOVE,
    BELOW
  }

  /** Of an effect that was measured. */
  public static Decision of(
      String encoders,
      String of,
      Effect effect,
      Side side,
      double bound,
      @Nullable Double p,
      String remark) {
    return new Decision(encoders, of, verdict(effect, side, bound), effect, side, bound, p, remark);
  }

  /** Of an effect that is not there. */
  public static Decision without(
      String encoders, String of, Verdict verdict, Side side, double bound, String why) {
    return new Decision(encoders, of, verdict, null, side, bound, null, why);
  }

  private static Verdict verdict(Effect effect, Side side, double bound) {
    boolean above = effect.low() > bound;
    boolean below = effect.high() < bound;
    if (effect.encoders() < 2 || !(above || below)) {
      return Verdict.UNDECIDED;
    }
    return above == (side == Side.ABOVE) ? Verdict.SUPPORTED : Verdict.NOT_SUPPORTED;
  }
}
