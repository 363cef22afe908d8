package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.encode.SpecJson;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.ParameterCount;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.optimizer.OptimizerSpec;

class TrainingSpecTest {

  private static TrainingSpec published(EncoderSpec encoder, Objective objective, int batchSize) {
    return new TrainingSpec(
        encoder,
        ScoreNetworkSpec.small(32, 3),
        VarianceExploding.published(),
        objective,
        OptimizerSpec.published(),
        PixelScaling.STANDARDISED,
        batchSize,
        250_000,
        1,
        Precision.BFLOAT16,
        Layout.CHANNELS_LAST);
  }

  private static EncoderSpec encoder(LatentKind kind) {
    return new EncoderSpec(28, 2, kind, 3);
  }

  @Test
  void thePublishedNetworksHaveThePublishedSizes() {
    var spec = published(encoder(LatentKind.DETERMINISTIC), Objective.drl(), 100);
    assertThat(spec.parameterCount()).isEqualTo(new ParameterCount(1_532_864, 938_899));
    assertThat(encoder(LatentKind.DETERMINISTIC).latentSize()).isEqualTo(128);
  }

  @Test
  void jsonHoldsAllOfASpecInKebabCase() {
    var spec = published(encoder(LatentKind.GAUSSIAN), Objective.vdrl(), 100);
    var json = SpecJson.text(spec);
    assertThat(json).contains("\"latent\" : \"gaussian\"", "\"layout\" : \"channels-last\"");
    assertThat(SpecJson.parse(json, TrainingSpec.class)).isEqualTo(spec);
  }

  @Test
  void jsonWithAnUnknownOrMissingFieldOrAContradictionIsRefused() {
    var json = SpecJson.text(published(encoder(LatentKind.GAUSSIAN), Objective.vdrl(), 100));
    assertThatThrownBy(
            () ->
                SpecJson.parse(
                    json.replace("\"seed\"", "\"seeed\" : 1, \"seed\""), TrainingSpec.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seeed");
    assertThatThrownBy(
            () -> SpecJson.parse(json.replaceFirst("\"seed\" : 1,", ""), TrainingSpec.class))
        .hasMessageContaining("seed");
    assertThatThrownBy(
            () ->
                SpecJson.parse(json.replaceFirst("gaussian", "deterministic"), TrainingSpec.class))
        .hasMessageContaining("The encoder's code is DETERMINISTIC, the objective's GAUSSIAN");
  }

  @Test
  void whatCannotBeTrainedIsRefused() {
    assertThatThrownBy(() -> published(encoder(LatentKind.GAUSSIAN), Objective.drl(), 100))
        .hasMessageContaining("GAUSSIAN");
    assertThatThrownBy(() -> published(encoder(LatentKind.DETERMINISTIC), Objective.drl(), 1))
        .hasMessageContaining("at least 2 images");
    assertThatThrownBy(
            () -> published(new EncoderSpec(28, 2, LatentKind.GAUSSIAN, 1), Objective.vdrl(), 8))
        .hasMessageContaining("1 channels");
    assertThatThrownBy(() -> new EncoderSpec(27, 2, LatentKind.GAUSSIAN, 3));
    assertThatThrownBy(() -> new EncoderSpec(28, .03, LatentKind.GAUSSIAN, 3));
    assertThatThrownBy(() -> new EncoderSpec(28, Double.NaN, LatentKind.GAUSSIAN, 3));
    assertThatThrownBy(() -> ScoreNetworkSpec.small(28, 1)).hasMessageContaining("halved 3 times");
    assertThatThrownBy(() -> OptimizerSpec.published().withLearningRate(Double.NaN));
    assertThatThrownBy(() -> Objective.scores(LatentKind.GAUSSIAN, Double.NaN));
  }

  @Test
  void everyEpochHasEveryImageOnceButForTheLastPartialBatch() {
    var order = new BatchOrder(new RandomStreams(3), new int[] {10, 11, 12, 13, 14, 15, 16}, 3);
    assertThat(order.stepsPerEpoch()).isEqualTo(2);
    for (int epoch = 0; epoch < 3; epoch++) {
      var seen = new ArrayList<Integer>();
      for (int step = 2 * epoch; step < 2 * epoch + 2; step++) {
        for (int image : order.batch(step)) {
          seen.add(image);
        }
      }
      assertThat(seen).hasSize(6).doesNotHaveDuplicates().allMatch(i -> 10 <= i && i <= 16);
    }
    assertThat(order.batch(0)).isNotEqualTo(order.batch(2));
    assertThat(order.batch(1))
        .isEqualTo(
            new BatchOrder(new RandomStreams(3), new int[] {10, 11, 12, 13, 14, 15, 16}, 3)
                .batch(1));
  }
}
