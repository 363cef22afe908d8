package org.p2f.training.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.problem.InvalidField;
import org.p2f.training.domain.DatasetDescription.Report;
import org.p2f.training.domain.DatasetDescription.Splits;
import org.p2f.training.domain.PlanTraining.Setting;

class PlanTrainingTest {

  @Test
  void presetFillsInWhatIsLeftOut() {
    TrainingPlan plan = resolve(wish("small"), setting(32, 32, 40_000));
    assertThat(plan.name()).isEqualTo("small drl on photographs");
    assertThat(plan.seed()).isZero();
    assertThat(plan.steps()).isEqualTo(250_000);
    assertThat(plan.batchSize()).isEqualTo(100);
    assertThat(plan.encoder()).isEqualTo(new EncoderPlan(28, 2));
    assertThat(plan.scoreNetwork())
        .isEqualTo(new ScoreNetworkPlan(16, List.of(1, 2, 2, 2), 2, List.of(16), .1));
    assertThat(plan.optimizer()).isEqualTo(new OptimizerPlan(2e-4, 5_000, 1, .999, .9, .999, 1e-8));
    assertThat(plan.diffusion()).isEqualTo(new DiffusionPlan(.01, 50));
    assertThat(plan.latentPenalty()).isEqualTo(1e-5);
    assertThat(plan.images())
        .isEqualTo(new ImagesPlan(3, 32, PixelScaling.STANDARDISED, Augmentation.NONE));
    assertThat(plan.precision()).isEqualTo(Precision.BFLOAT16);
  }

  @Test
  void callerOverridesPreset() {
    TrainingPlan plan =
        resolve(
            new TrainingWish(
                "ds-1",
                "small",
                Objective.VDRL,
                "mine",
                7L,
                0L,
                50,
                10,
                1e-2,
                16,
                PrecisionChoice.FLOAT32,
                Augmentation.STRONG,
                "ckp-1",
                new OperationWish(9L, null, 5, 3L, List.of(.1))),
            setting(32, 32, 50));
    assertThat(plan.name()).isEqualTo("mine");
    assertThat(plan.objective()).isEqualTo(Objective.VDRL);
    assertThat(plan.seed()).isEqualTo(7);
    assertThat(plan.steps()).isZero();
    assertThat(plan.batchSize()).isEqualTo(50);
    assertThat(plan.batchParts()).isEqualTo(10);
    assertThat(plan.optimizer().learningRate()).isEqualTo(1e-2);
    assertThat(plan.optimizer().warmupSteps()).isEqualTo(5_000);
    assertThat(plan.encoder()).isEqualTo(new EncoderPlan(28, .25));
    assertThat(plan.precision()).isEqualTo(Precision.FLOAT32);
    assertThat(plan.checkpoints()).isEqualTo(new CheckpointPlan(9, 60, 5));
    assertThat(plan.images().augmentation()).isEqualTo(Augmentation.STRONG);
    assertThat(plan.probe()).isEqualTo(new ProbePlan(3, List.of(.1), 1_000));
    assertThat(plan.inputs()).containsExactly("ds-1", "ckp-1");
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 84, 128})
  void largeImagesTakeOneLevelLess(int size) {
    assertThat(
            resolve(wish("small"), setting(size, size, 40_000)).scoreNetwork().channelMultipliers())
        .containsExactly(1, 2, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "SYNTHETIC, UNIT",
    "MNIST, UNIT",
    "COLORED_MNIST, UNIT",
    "CIFAR10, STANDARDISED",
    "CIFAR100, STANDARDISED",
    "IMAGE_FOLDER, STANDARDISED",
    "MINI_IMAGENET, STANDARDISED",
    "TINY_IMAGENET, STANDARDISED",
    "FASHION_MNIST, UNIT",
    "CELEBA, UNIT",
  })
  void photographsAreStandardisedAndDrawingsAreNot(ImageSource source, PixelScaling scaling) {
    assertThat(PixelScaling.of(source)).isEqualTo(scaling);
  }

  @Test
  void everythingWrongIsToldAtOnce() {
    var wish =
        new TrainingWish(
            "ds-none",
            "huge",
            Objective.DRL,
            " ",
            0L,
            -1L,
            1,
            null,
            Double.NaN,
            3,
            null,
            null,
            null,
            new OperationWish(0L, 0L, 1, null, List.of(Double.NaN)));
    assertThat(violations(wish, Optional.empty()))
        .extracting(InvalidField::field)
        .containsExactly(
            "name",
            "steps",
            "batchSize",
            "learningRate",
            "latentSize",
            "checkpointEverySteps",
            "checkpointEverySeconds",
            "checkpointsKept",
            "probeTimes",
            "probeTimes",
            "datasetId",
            "preset");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1e-3, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void learningRateOutOfRangeIsRefused(double learningRate) {
    var wish =
        new TrainingWish(
            "ds-1",
            "tiny",
            Objective.DRL,
            null,
            null,
            null,
            null,
            null,
            learningRate,
            null,
            null,
            null,
            null,
            OperationWish.NONE);
    assertThat(violations(wish, Optional.of(setting(32, 32, 4_000))))
        .containsExactly(new InvalidField("learningRate", "must be above 0 and at most 1.0"));
  }

  @Test
  void batchBeyondTheTrainingImagesIsRefused() {
    assertThat(violations(wish("small"), Optional.of(setting(32, 32, 99))))
        .containsExactly(new InvalidField("batchSize", "100 is more than the 99 training images"));
  }

  @Test
  void imagesThatCannotBeHalvedOftenEnoughAreRefused() {
    assertThat(violations(wish("small"), Optional.of(setting(36, 36, 4_000))))
        .containsExactly(
            new InvalidField(
                "preset", "small takes images whose sides are multiples of 8 pixels, not 36"));
  }

  @Test
  void imagesThatAreNotSquareAreRefused() {
    assertThat(violations(wish("small"), Optional.of(setting(32, 40, 4_000))))
        .extracting(InvalidField::field)
        .containsExactly("datasetId");
  }

  @Test
  void everyPresetIsAPlanAndSaysWhatItTakes() {
    for (Preset preset : Presets.all()) {
      assertThat(resolve(wish(preset.name()), setting(32, 32, 4_000)).steps())
          .isEqualTo(preset.steps());
      assertThat(preset.expected()).isNotBlank();
      assertThat(preset.cost()).isNotBlank();
    }
  }

  private static TrainingPlan resolve(TrainingWish wish, Setting setting) {
    return PlanTraining.resolve(wish, Optional.of(setting));
  }

  private static List<InvalidField> violations(TrainingWish wish, Optional<Setting> setting) {
    @Nullable InvalidPlan invalid =
        catchThrowableOfType(InvalidPlan.class, () -> PlanTraining.resolve(wish, setting));
    assertThat(invalid).isNotNull();
    return invalid == null ? List.of() : invalid.fields();
  }

  private static TrainingWish wish(String preset) {
    return new TrainingWish(
        "ds-1",
        preset,
        Objective.DRL,
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
        OperationWish.NONE);
  }

  private static Setting setting(int height, int width, int train) {
    return new Setting(
        "photographs",
        new DatasetDescription(
            ImageSource.CIFAR10,
            train + 10,
            3,
            height,
            width,
            List.of(),
            new Splits(train - 10, 10, 10),
            List.of(.5, .5, .5),
            List.of(.2, .2, .2),
            new Report(1, train + 10, List.of())),
        Precision.BFLOAT16);
  }
}
