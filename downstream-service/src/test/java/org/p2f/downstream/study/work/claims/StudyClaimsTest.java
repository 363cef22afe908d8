package org.p2f.downstream.study.work.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.p2f.downstream.study.work.claims.Planted.ACCURACY;
import static org.p2f.downstream.study.work.claims.Planted.COARSE;
import static org.p2f.downstream.study.work.claims.Planted.FINE;
import static org.p2f.downstream.study.work.claims.Planted.IMAGES;
import static org.p2f.downstream.study.work.claims.Planted.MAJORITY;
import static org.p2f.downstream.study.work.claims.Planted.accuracy;
import static org.p2f.downstream.study.work.claims.Planted.objective;
import static org.p2f.downstream.study.work.claims.Planted.study;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.p2f.downstream.study.Claim;
import org.p2f.downstream.study.Decision;
import org.p2f.downstream.study.Effect;
import org.p2f.downstream.study.Verdict;

class StudyClaimsTest {

  private static Claim claim(StudyFindings findings, String id) {
    return StudyClaims.of(findings).stream()
        .filter(claim -> claim.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Effect effect(Claim claim) {
    return Objects.requireNonNull(claim.effect());
  }

  @Test
  void encodersThatAgreeToTheLastDigitStillKnowTestImagesOnly() {
    var claim =
        claim(
            study((encoder, seed) -> encoder.factors.forEach(f -> f.transformer = ACCURACY + .005)),
            "C1");
    // Both accuracies' variances, two factors that may fail on the same images, one normal
    // quantile.
    double deviation = Math.sqrt(.705 * .295 + .7 * .3);
    assertThat(effect(claim).halfWidth())
        .isCloseTo(1.959963984540054 * deviation / Math.sqrt(IMAGES), within(1e-5));
    assertThat(effect(claim).imageError()).isCloseTo(deviation / Math.sqrt(IMAGES), within(1e-5));
    assertThat(Objects.requireNonNull(effect(claim).student()).high())
        .isCloseTo(.005, within(1e-12));
    assertThat(claim.verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void headsThatKnowNothingLoseNothingAndSayNothing() {
    var claim =
        claim(
            study(
                (encoder, seed) ->
                    encoder.factors.forEach(
                        factor -> {
                          factor.masks.put(0, accuracy(MAJORITY + .005)); // its interval: .01
                          factor.masks.put(1, accuracy(MAJORITY + .005));
                        })),
            "C9");
    assertThat(claim.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(claim.effect()).isNull();
    assertThat(claim.remark()).startsWith("0 of 10 heads count");
  }

  @Test
  void headsThatAreNearlyAlwaysRightSayNothingOfWhatHidingCosts() {
    var claim =
        claim(
            study(
                (encoder, seed) -> {
                  encoder.coarse().masks.put(0, accuracy(.995));
                  encoder.coarse().masks.put(1, accuracy(.995));
                  encoder.fine().masks.put(1, accuracy(ACCURACY - .1));
                }),
            "C9");
    assertThat(effect(claim).mean()).isCloseTo(.1, within(1e-12)); // the fine factor's alone
    assertThat(claim.verdict()).isEqualTo(Verdict.NOT_SUPPORTED);
    assertThat(claim.remark()).startsWith("5 of 10 heads count");
  }

  @Test
  void anEncoderWithoutAHeadThatCountsIsLeftOut() {
    var claim =
        claim(
            study(
                (encoder, seed) -> {
                  if (seed == 0) {
                    encoder.factors.forEach(f -> f.masks.put(0, accuracy(MAJORITY)));
                  }
                }),
            "C9");
    assertThat(effect(claim).encoders()).isEqualTo(4);
    assertThat(claim.verdict()).isEqualTo(Verdict.SUPPORTED);
  }

  @Test
  void everyFineFactorIsToldApart() {
    var findings =
        new StudyFindings(
            List.of(),
            List.of(COARSE, FINE),
            List.of(
                objective(
                    "drl",
                    (encoder, seed) -> {
                      encoder.coarse().mlps.put(.5, ACCURACY + .1);
                      encoder.fine().mlps.put(.5, ACCURACY - .06);
                    })),
            null);
    var claim = claim(findings, "C4");
    assertThat(effect(claim).mean()).isCloseTo(.02, within(1e-12));
    assertThat(claim.parts().stream().map(Decision::of)).containsExactly("", COARSE, FINE);
    assertThat(claim.parts().stream().map(Decision::verdict))
        .containsExactly(Verdict.SUPPORTED, Verdict.SUPPORTED, Verdict.NOT_SUPPORTED);
  }

  @Test
  void withoutAFineFactorNoneStandsInForTheClass() {
    var findings =
        new StudyFindings(List.of(), List.of(), study((encoder, seed) -> {}).objectives(), null);
    assertThat(claim(findings, "C4").verdict()).isEqualTo(Verdict.UNMEASURED);
    assertThat(claim(findings, "C4").remark()).isEqualTo("The plan names no fine factor.");
    assertThat(claim(findings, "C6").verdict()).isEqualTo(Verdict.UNMEASURED);
    assertThat(claim(findings, "C8").verdict()).isEqualTo(Verdict.UNMEASURED);
  }

  @Test
  void ofOneObjectiveNothingIsSaidOfBoth() {
    var claim = claim(study((encoder, seed) -> {}), "C11");
    assertThat(claim.verdict()).isEqualTo(Verdict.UNMEASURED);
    assertThat(claim.effect()).isNull();
    assertThat(claim.corrected()).isNull();
  }

  @Test
  void whatIsReadNowhereHasNoCentre() {
    var claim =
        claim(study((encoder, seed) -> encoder.fine().majority = 1), "C6"); // no head beats it
    assertThat(claim.verdict()).isEqualTo(Verdict.UNMEASURED);
    assertThat(claim.remark()).contains("nowhere");
  }

  @Test
  void theFirstObjectiveDecidesAndTheOthersStandBeside() {
    var findings =
        new StudyFindings(
            List.of(COARSE),
            List.of(FINE),
            List.of(
                objective(
                    "vdrl",
                    (encoder, seed) -> encoder.factors.forEach(f -> f.wide = ACCURACY - .1)),
                objective(
                    "drl",
                    (encoder, seed) -> encoder.factors.forEach(f -> f.wide = ACCURACY + .1))),
            null);
    var claim = claim(findings, "C2");
    assertThat(claim.verdict()).isEqualTo(Verdict.SUPPORTED);
    assertThat(
            claim.parts().stream()
                .filter(part -> part.of().isEmpty())
                .map(part -> part.encoders() + " " + part.verdict()))
        .containsExactly("vdrl SUPPORTED", "drl NOT_SUPPORTED");
  }

  @Test
  void diffusionFeaturesStandBesideTheCodesWhosePeakIsAskedFor() {
    var activations =
        objective(
            "activations",
            (network, seed) ->
                network.factors.forEach(
                    factor -> {
                      factor.decoys = false;
                      factor.mlps.putAll(Map.of(0., .8, .5, .6, 1., .4));
                    }));
    var codes =
        study(
            (encoder, seed) ->
                encoder.factors.forEach(
                    factor -> {
                      factor.decoys = false;
                      factor.mlps.putAll(Map.of(0., .3, .5, .9, 1., .4));
                    }));
    var claim =
        claim(
            new StudyFindings(codes.coarse(), codes.fine(), codes.objectives(), activations),
            "C12");
    assertThat(claim.verdict()).isEqualTo(Verdict.SUPPORTED);
    assertThat(effect(claim).mean()).isCloseTo(.5, within(1e-12));
    assertThat(claim.parts().stream().map(part -> part.encoders() + " " + part.of()))
        .startsWith(
            "drl peak",
            "drl valley",
            "drl background: peak",
            "drl digit: peak",
            "drl background: valley",
            "drl digit: valley")
        .hasSize(12);
    assertThat(claim.parts().stream().filter(part -> part.encoders().equals("activations")))
        .extracting(Decision::verdict)
        .startsWith(Verdict.NOT_SUPPORTED, Verdict.SUPPORTED); // it falls, and has no valley
    assertThat(
            StudyClaims.of(
                    new StudyFindings(
                        codes.coarse(), codes.fine(), codes.objectives(), activations))
                .stream()
                .filter(other -> !other.id().equals("C12"))
                .flatMap(other -> other.parts().stream())
                .map(Decision::encoders))
        .containsOnly("drl");
  }

  @Test
  void oneEncoderDecidesNothing() {
    var whole = study((encoder, seed) -> encoder.factors.forEach(f -> f.transformer = 1));
    var first = whole.objectives().getFirst();
    var alone =
        new StudyFindings(
            whole.coarse(),
            whole.fine(),
            List.of(
                new StudyFindings.ObjectiveFindings("drl", List.of(first.encoders().getFirst()))),
            null);
    assertThat(claim(alone, "C1").verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(claim(alone, "C1").p()).isNull();
    assertThat(effect(claim(alone, "C1")).mean()).isCloseTo(.3, within(1e-12));
  }

  /** In R: p.adjust(c(.005, .01, .03, .04), "holm"). */
  @Test
  void holmsCorrectionIsThePublishedOne() {
    var adjusted = Holm.adjusted(List.of(.005, .01, .03, .04));
    assertThat(adjusted.get(0)).isCloseTo(.02, within(1e-12));
    assertThat(adjusted.get(1)).isCloseTo(.03, within(1e-12));
    assertThat(adjusted.get(2)).isCloseTo(.06, within(1e-12));
    assertThat(adjusted.get(3)).isCloseTo(.06, within(1e-12));
    assertThat(Holm.adjusted(List.of(.4, .6))).containsExactly(.8, .8);
    assertThat(Holm.adjusted(List.of())).isEmpty();
  }

  @Test
  void whatIsSupportedByAHairIsUndecidedAmongAllClaims() {
    var claim =
        claim(
            study((encoder, seed) -> encoder.factors.forEach(f -> f.transformer = ACCURACY + .015)),
            "C1");
    assertThat(claim.verdict()).isEqualTo(Verdict.SUPPORTED);
    var corrected = Objects.requireNonNull(claim.corrected());
    assertThat(claim.p()).isBetween(.01, .05);
    assertThat(corrected.p()).isGreaterThan(.05);
    assertThat(corrected.verdict()).isEqualTo(Verdict.UNDECIDED);
  }
}
