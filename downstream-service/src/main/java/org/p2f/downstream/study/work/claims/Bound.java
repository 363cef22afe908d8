package org.p2f.downstream.study.work.claims;

import org.p2f.downstream.study.Decision;
import org.p2f.downstream.study.Effect;
import org.p2f.downstream.study.Verdict;

/** Where a claim has its effect. */
record Bound(Decision.Side side, double value) {
  static final Bound POSITIVE = above(0);
  static final Bound NEGATIVE = below(0);

  static Bound above(double value) {
    return new Bound(Decision.Side.ABOVE, value);
  }

  static Bound below(double value) {
    return new Bound(Decision.Side.BELOW, value);
  }

  /**
   * @param of what part of the claim; empty for the whole
   */
  Decision decide(String encoders, String of, Effect effect, String remark) {
    return Decision.of(encoders, of, effect, side, value, Effects.p(effect, value), remark);
  }

  Decision unmeasured(String encoders, String of, String why) {
    return Decision.without(encoders, of, Verdict.UNMEASURED, side, value, why);
  }

  Decision undecided(String encoders, String of, String why) {
    return Decision.without(encoders, of, Verdict.UNDECIDED, side, value, why);
  }
}
