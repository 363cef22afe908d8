package org.p2f.downstream.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ClaimTest {

  @Test
  void aVerdictNeedsTheWholeInterval() {
    assertThat(above(effect(.1, .05, .15, 3), 0)).isEqualTo(Verdict.SUPPORTED);
    assertThat(above(effect(-.1, -.15, -.05, 3), 0)).isEqualTo(Verdict.NOT_SUPPORTED);
    assertThat(above(effect(.1, -.05, .25, 3), 0)).isEqualTo(Verdict.UNDECIDED);
    assertThat(above(effect(.1, .1, .1, 1), 0)).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void aClaimOfLittleIsRefutedByMuch() {
    var little = effect(.005, -.001, .011, 3);
    var much = effect(.1, .05, .15, 3);
    assertThat(below(little, .02)).isEqualTo(Verdict.SUPPORTED);
    assertThat(below(much, .02)).isEqualTo(Verdict.NOT_SUPPORTED);
    assertThat(below(much, .1)).isEqualTo(Verdict.UNDECIDED);
    assertThat(below(effect(.1, .1, .1, 1), .2)).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void powerIsAVerdictAgainstAClaimThatKnowsAccuracyToTwoPoints() {
    var narrow = effect(-.03, -.045, -.015, 5);
    var wide = effect(-.03, -.055, -.005, 5);
    assertThat(claim(Verdict.NOT_SUPPORTED, EffectUnit.ACCURACY, narrow).conclusion())
        .isEqualTo("not supported with power");
    assertThat(claim(Verdict.NOT_SUPPORTED, EffectUnit.ACCURACY, wide).conclusion())
        .isEqualTo("not supported");
    assertThat(claim(Verdict.NOT_SUPPORTED, EffectUnit.BITS, narrow).conclusion())
        .isEqualTo("not supported");
    assertThat(claim(Verdict.SUPPORTED, EffectUnit.ACCURACY, narrow).conclusion())
        .isEqualTo("supported");
  }

  @Test
  void theHalfWidthReachesTheFartherEndAndIsWritten() {
    var lopsided = effect(.1, .07, .11, 3);
    assertThat(lopsided.halfWidth()).isEqualTo(.1 - .07);
    assertThat(JsonMapper.shared().valueToTree(lopsided).path("halfWidth").asDouble())
        .isEqualTo(.1 - .07);
    assertThatThrownBy(() -> effect(.1, .2, .3, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Verdict above(Effect effect, double bound) {
    return Decision.of("drl", "", effect, Decision.Side.ABOVE, bound, null, "").verdict();
  }

  private static Verdict below(Effect effect, double bound) {
    return Decision.of("drl", "", effect, Decision.Side.BELOW, bound, null, "").verdict();
  }

  private static Claim claim(Verdict verdict, EffectUnit unit, Effect effect) {
    return new Claim("C", "", "", unit, verdict, effect, null, null, List.of(), "", "");
  }

  private static Effect effect(double mean, double low, double high, int encoders) {
    var values = Collections.nCopies(encoders, mean);
    return new Effect(mean, low, high, encoders, values, null, null, null, null);
  }
}
