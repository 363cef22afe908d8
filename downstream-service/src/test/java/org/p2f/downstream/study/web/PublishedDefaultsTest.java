package org.p2f.downstream.study.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2f.downstream.analysis.AnalysisType;
import org.p2f.downstream.analysis.HeadAnalysisPlan;
import org.p2f.downstream.analysis.InformationPlan;
import org.p2f.downstream.analysis.web.AnalysisRequest;
import org.p2f.downstream.evaluation.web.EvaluationRequest;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.TrajectoriesCard;
import org.p2f.downstream.web.HeadTrainingFields;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.head.HeadSettings;
import org.p2f.spec.network.Precision;

/** What requests that say next to nothing become: the published settings. */
class PublishedDefaultsTest {
  private static final List<Double> TIMES = List.of(0., .1, .2, .3, .4, .5, .6, .7, .8, .9, 1.);

  private static final TrajectoriesCard CIFAR =
      new TrajectoriesCard(
          TIMES, 128, 50_000, 5_000, 10_000, List.of(new TrajectoriesCard.FactorCard("class", 10)));

  /** Five critics a pair for 3,900 steps of 256 raw codes of test images, in float32. */
  @Test
  void mutualInformationIsOfTestCodesAsPublished() {
    var request =
        new AnalysisRequest(
            AnalysisType.MUTUAL_INFORMATION,
            "trj-1",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    assertThat(request.planOn(id -> CIFAR))
        .isEqualTo(
            new InformationPlan(
                AnalysisType.MUTUAL_INFORMATION,
                "trj-1",
                List.of(),
                5,
                3_900,
                TrajectorySplit.TEST,
                10_000,
                1e-4,
                256,
                HeadSettings.Scaling.RAW,
                Precision.FLOAT32));
  }

  /** The published code tries them in this order. */
  @ParameterizedTest
  @EnumSource(names = {"ATTENTION_MASK", "ATTENTION_PROFILE", "JENSEN_SHANNON"})
  void sixLearningRatesAreTriedForAttentionAsPublished(AnalysisType type) {
    var request =
        new AnalysisRequest(
            type, "trj-1", null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null);
    assertThat(request.planOn(id -> CIFAR))
        .isInstanceOfSatisfying(
            HeadAnalysisPlan.class,
            plan ->
                assertThat(plan.learningRates())
                    .containsExactly(.001, .00075, .0005, .00025, .0001, .00005));
  }

  /** A hundred epochs of whole batches; of CIFAR-10's training images 19,500 steps. */
  @ParameterizedTest
  @CsvSource({"10000, 3900", "50000, 19500", "1760, 600", "150, 100"})
  void criticsLearnForAHundredEpochs(int images, int steps) {
    assertThat(InformationPlan.publishedSteps(images, 256)).isEqualTo(steps);
  }

  @Test
  void headsHaveThePublishedNumbersOfSeeds() {
    var request =
        new EvaluationRequest(
            "trj-1", null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null);
    var plan = request.planOn(Map.of("trj-1", CIFAR));
    assertThat(plan.training().seedsOf(HeadKind.MLP)).isEqualTo(3);
    assertThat(plan.training().seedsOf(HeadKind.GRU)).isEqualTo(5);
    assertThat(plan.training().seedsOf(HeadKind.TRANSFORMER)).isEqualTo(5);
    // six learning rates of 11 MLPs, a GRU and a Transformer
    assertThat(plan.headCount(Map.of("trj-1", CIFAR))).isEqualTo(6 * (11 * 3 + 5 + 5));
  }

  /** A number in the request is that of every head. */
  @Test
  void oneNumberOfSeedsIsThatOfAllHeads() {
    var training =
        new HeadTrainingFields(2, null, null, null, null, null, null, null, null, null)
            .training(CIFAR);
    for (var kind : HeadKind.values()) {
      assertThat(training.seedsOf(kind)).isEqualTo(2);
    }
  }
}
