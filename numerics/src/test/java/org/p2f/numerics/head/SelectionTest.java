package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2f.numerics.statistics.Interval;
import org.p2f.spec.head.AttentionMask;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.RateSelection;

class SelectionTest {

  private static MemberResult result(double rate, long seed, int validation, int test) {
    return new MemberResult(
        new HeadMember(new Head.Gru(), rate, seed),
        1,
        1,
        .5,
        new Convergence(true, 0.0, .01),
        validation,
        100,
        firstOf(test, 1000),
        List.of(),
        Occlusion.NONE);
  }

  private static RightAnswers firstOf(int count, int images) {
    var right = new BitSet();
    right.set(0, count);
    return RightAnswers.of(right, images);
  }

  @Test
  void theLearningRateIsChosenByValidationAccuracyAloneAndTestIsReportedThere() {
    var score =
        Selection.overEncoders(
                List.of(
                    List.of(
                        result(1e-3, 0, 80, 990),
                        result(1e-3, 1, 80, 990),
                        result(1e-4, 0, 90, 700),
                        result(1e-4, 1, 84, 720))),
                RateSelection.SHARED)
            .getFirst();
    assertThat(score.learningRates()).containsOnly(1e-4);
    assertThat(score.validationAccuracy()).isCloseTo(.87, within(1e-12));
    assertThat(score.test().mean()).isCloseTo(.71, within(1e-12));
    assertThat(score.all().stream().map(r -> r.member().seed())).containsExactly(0L, 1L);
  }

  /** As the published code does, which tries the largest first and keeps the first of equals. */
  @ParameterizedTest
  @EnumSource
  void ofEquallyGoodLearningRatesTheLargestIsTaken(RateSelection selection) {
    var scores =
        Selection.overEncoders(
            List.of(
                List.of(result(1e-4, 0, 80, 1), result(1e-3, 0, 80, 2), result(5e-4, 0, 80, 3))),
            selection);
    assertThat(scores.getFirst().learningRates()).containsOnly(1e-3);
  }

  @Test
  void theWiderIntervalIsReported() {
    var apart = Accuracy.ofSeeds(List.of(.6, .7), 1000);
    assertThat(apart.reported()).isEqualTo(apart.overSeeds());
    // mean .65, standard error .05, t(1) = 12.7062: ±.6353, cut at 1
    assertThat(apart.reported().low()).isCloseTo(.0147, within(5e-5));
    assertThat(apart.reported().high()).isEqualTo(1);
    var alike = Accuracy.ofSeeds(List.of(.65, .65), 1000);
    assertThat(alike.reported()).isEqualTo(alike.overImages());
  }

  @Test
  void oneSeedSaysNothingAboutSeeds() {
    var one = Accuracy.ofSeeds(List.of(.65), 1000);
    assertThat(one.overSeeds()).isEqualTo(new Interval(0, 1));
    assertThat(one.reported()).isEqualTo(one.overImages());
    assertThat(one.overImages().contains(.65)).isTrue();
  }

  @Test
  void encodersOfOneKindShareALearningRateAndCountAsUnits() {
    var score =
        Selection.overEncoders(
                List.of(
                    List.of(result(1e-3, 0, 80, 500), result(1e-4, 0, 70, 900)),
                    List.of(result(1e-3, 0, 70, 700), result(1e-4, 0, 79, 900))),
                RateSelection.SHARED)
            .getFirst();
    assertThat(score.learningRates()).containsOnly(1e-3);
    assertThat(score.units()).containsExactly(.5, .7);
    assertThat(score.test().mean()).isCloseTo(.6, within(1e-12));
    assertThat(score.test().seeds()).isEqualTo(2);
  }

  @Test
  void seedsAreMeansOverEncoders() {
    var score =
        Selection.overEncoders(
                List.of(
                    List.of(result(1e-3, 0, 80, 500), result(1e-3, 1, 80, 600)),
                    List.of(result(1e-3, 0, 80, 700), result(1e-3, 1, 80, 900))),
                RateSelection.SHARED)
            .getFirst();
    assertThat(score.seeds()).containsExactly(.6, .75);
    assertThat(score.units()).containsExactly(.55, .8);
    assertThat(score.all()).hasSize(4);
    assertThat(score.test().images()).isEqualTo(1000);
  }

  private static MemberResult attending(Head head, List<List<Double>> attention) {
    return new MemberResult(
        new HeadMember(head, 1e-3, 0),
        1,
        1,
        .5,
        new Convergence(true, 0.0, .01),
        30,
        40,
        firstOf(700, 1000),
        attention,
        Occlusion.NONE);
  }

  /** Two attention heads and two times; what the readout token gives itself stands last. */
  @Test
  void profilesAreMeansOverAttentionHeadsAndSeeds() {
    var first = attending(AttentionProfile.HEAD, List.of(List.of(.2, .8, 0.), List.of(.4, .6, 0.)));
    var second =
        attending(AttentionProfile.HEAD, List.of(List.of(.5, .5, 0.), List.of(.5, .5, 0.)));
    assertThat(first.readoutAttention().get(0)).isCloseTo(.3, within(1e-15));
    assertThat(first.readoutAttention()).hasSize(3);
    assertThat(first.validationAccuracy()).isEqualTo(.75);
    assertThat(first.testAccuracy()).isEqualTo(.7);
    var profile = AttentionProfile.of(List.of(first, second));
    assertThat(profile.seeds()).isEqualTo(2);
    assertThat(profile.weights()).hasSize(2);
    assertThat(profile.weights().get(0)).isCloseTo(.4, within(1e-15));
    // standard error .1, t(1) = 12.7062: beyond [0, 1] on both sides
    assertThat(profile.overSeeds().get(0)).isEqualTo(new Interval(0, 1));
    var alike = AttentionProfile.of(List.of(second, second));
    assertThat(alike.overSeeds().get(1)).isEqualTo(new Interval(.5, .5));
    assertThat(AttentionProfile.of(List.of(second)).overSeeds().get(1))
        .isEqualTo(new Interval(0, 1));
  }

  @Test
  void aHeadWithoutAttentionHasNoProfile() {
    var gru = result(1e-3, 0, 80, 500);
    assertThat(gru.readoutAttention()).isEmpty();
    assertThatThrownBy(() -> AttentionProfile.of(List.of(gru)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not attend");
  }

  @Test
  void aStudyOfMasksTakesItsOwnHeads() {
    assertThat(MaskStudy.heads())
        .hasSize(5)
        .contains(new Head.Transformer(1, AttentionMask.ALL_BUT_HALF));
    var study =
        MaskStudy.of(
            List.of(
                attending(new Head.Transformer(1, AttentionMask.HALF), List.of()),
                attending(new Head.Transformer(2, AttentionMask.NONE), List.of()),
                result(1e-3, 0, 80, 500)));
    assertThat(study.scores()).containsOnlyKeys(AttentionMask.HALF);
  }

  /**
   * Three encoders' validation accuracies, in %, at three rates: 90, 60, 60 (mean 70, median 60);
   * 62, 80, 40 (60⅔, 62); 60, 61, 88 (69⅔, 61). Their test accuracies are .1 to .9.
   */
  private static SweepScore threeEncoders(RateSelection selection) {
    return Selection.overEncoders(
            List.of(
                List.of(
                    result(1e-3, 0, 90, 100), result(5e-4, 0, 62, 400), result(1e-4, 0, 60, 700)),
                List.of(
                    result(1e-3, 0, 60, 200), result(5e-4, 0, 80, 500), result(1e-4, 0, 61, 800)),
                List.of(
                    result(1e-3, 0, 60, 300), result(5e-4, 0, 40, 600), result(1e-4, 0, 88, 900))),
            selection)
        .getFirst();
  }

  @Test
  void theBestMeanAndTheBestMedianOverEncodersMayBeOfDifferentRates() {
    var mean = threeEncoders(RateSelection.SHARED);
    assertThat(mean.learningRates()).containsOnly(1e-3);
    assertThat(mean.units()).containsExactly(.1, .2, .3);
    var median = threeEncoders(RateSelection.SHARED_MEDIAN);
    assertThat(median.learningRates()).containsOnly(5e-4);
    assertThat(median.units()).containsExactly(.4, .5, .6);
  }

  /** As published for CIFAR and Mini-ImageNet. */
  @Test
  void eachEncoderMayHaveItsOwnBestRate() {
    var score = threeEncoders(RateSelection.PER_ENCODER);
    assertThat(score.learningRates()).containsExactly(1e-3, 5e-4, 1e-4);
    assertThat(score.units()).containsExactly(.1, .5, .9);
    assertThat(score.validationAccuracy()).isCloseTo(.86, within(1e-12)); // of .90, .80 and .88
  }

  @Test
  void everyRateTellsWhatItReachedWhicheverIsChosen() {
    for (var selection : RateSelection.values()) {
      var tried = threeEncoders(selection).tried();
      assertThat(tried.stream().map(SweepScore.Tried::learningRate))
          .containsExactly(1e-3, 5e-4, 1e-4);
      assertThat(tried.get(0).validationAccuracy()).isCloseTo(.7, within(1e-12));
      assertThat(tried.get(1).validationAccuracy()).isCloseTo(1.82 / 3, within(1e-12));
      assertThat(tried.get(2).validationAccuracy()).isCloseTo(2.09 / 3, within(1e-12));
    }
  }
}
