package org.p2f.training.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.problem.InvalidField;
import org.p2f.training.domain.DatasetDescription.Report;
import org.p2f.training.domain.DatasetDescription.Splits;
import org.p2f.training.domain.PlanTraining.Setting;
import org.p2f.training.domain.ScoreNetworkOptions.Combination;
import org.p2f.training.domain.ScoreNetworkOptions.Embedding;
import tools.jackson.databind.json.JsonMapper;

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
                null,
                PrecisionChoice.FLOAT32,
                Augmentation.STRONG,
                "ckp-1",
                new OperationWish(9L, null, 5, 3L, List.of(.1), SampleGridWish.NONE),
                new EncoderWish(16, null, null),
                ScoreNetworkWish.NONE,
                DiffusionWish.NONE,
                LossWish.NONE,
                new OptimizerWish(1e-2, null, null, null)),
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
            null,
            null,
            null,
            null,
            new OperationWish(
                0L, 0L, 1, null, List.of(Double.NaN), new SampleGridWish(null, 65, Double.NaN, 1)),
            new EncoderWish(65, 11, null),
            new ScoreNetworkWish(
                null, 1, List.of(), 0, List.of(0), 1., null, null, null, null, null, null, null),
            new DiffusionWish(null, 0., -1., Double.NaN, Double.POSITIVE_INFINITY),
            new LossWish(Double.NaN, null, null, null, null, 0., null),
            new OptimizerWish(Double.NaN, -1L, 0., 1.));
    assertThat(violations(wish, Optional.empty()))
        .extracting(InvalidField::field)
        .containsExactly(
            "name",
            "steps",
            "batchSize",
            "checkpointEverySteps",
            "checkpointEverySeconds",
            "checkpointsKept",
            "probeTimes",
            "probeTimes",
            "sampleCodeTime",
            "sampleImages",
            "sampleSteps",
            "sampleImages",
            "sampleCodeTime",
            "sampleSteps",
            "latentSize",
            "encoderDepth",
            "features",
            "channelMultipliers",
            "blocksPerLevel",
            "attentionResolutions",
            "dropout",
            "sigmaMin",
            "sigmaMax",
            "betaMin",
            "betaMax",
            "latentPenalty",
            "reconstructionWeight",
            "learningRate",
            "warmupSteps",
            "clipNorm",
            "averageDecay",
            "datasetId",
            "preset");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1e-3, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void learningRateOutOfRangeIsRefused(double learningRate) {
    var wish = with(wish("tiny"), new OptimizerWish(learningRate, null, null, null));
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
      int size = Objects.requireNonNullElse(preset.imageSize(), 32);
      assertThat(resolve(wish(preset.name()), setting(size, size, 4_000)).steps())
          .isEqualTo(preset.steps());
      assertThat(preset.expected()).isNotBlank();
      assertThat(preset.cost()).isNotBlank();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DRL, 1e-5, true, NONE",
    "VDRL, 1e-5, true, NONE",
    "DRL_UNPENALISED, 0, true, NONE",
    "AE, 0, false, L2",
    "VAE, 1, false, L2"
  })
  void objectivesHaveThePublishedTerms(
      Objective objective, double penalty, boolean scores, Reconstruction reconstruction) {
    TrainingPlan plan =
        resolve(TrainingWish.of("ds-1", "small", objective), setting(32, 32, 4_000));
    assertThat(plan.latentPenalty()).isEqualTo(penalty);
    assertThat(plan.loss().scoreTerm()).isEqualTo(scores);
    assertThat(plan.loss().reconstruction()).isEqualTo(reconstruction);
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "4, .0625", "64, 1", "256, 4"})
  void codesOfASizeComeFromAnEncoderOfAWidth(int latentSize, double widen) {
    var wish = with(wish("small"), new EncoderWish(latentSize, 16, EncoderTime.FIXED));
    assertThat(resolve(wish, setting(32, 32, 4_000)).encoder())
        .isEqualTo(new EncoderPlan(16, widen, EncoderTime.FIXED));
  }

  @Test
  void anotherDiffusionHasItsOwnSettings() {
    var wish = with(wish("small"), new DiffusionWish(DiffusionKind.VP, null, null, .2, null));
    assertThat(resolve(wish, setting(32, 32, 4_000)).diffusion())
        .isEqualTo(new DiffusionPlan(DiffusionKind.VP, null, null, .2, 20.));
  }

  @Test
  void crossEntropyTakesPixelsAsTheyAreUnlessTold() {
    var wish = with(wish("small"), loss(null, null, Reconstruction.BCE, null));
    assertThat(resolve(wish, setting(32, 32, 4_000)).images().scaling())
        .isEqualTo(PixelScaling.UNIT);
  }

  static Stream<Arguments> contradictions() {
    var small = wish("small");
    var v2 = network(ScoreNetworkKind.NCSN_V2, null, null, null);
    var sub = new DiffusionWish(DiffusionKind.SUB_VP, null, null, null, null);
    var autoencoder = TrainingWish.of("ds-1", "small", Objective.AE);
    return Stream.of(
        Arguments.of(
            "sigmaMin,diffusion",
            with(small, new DiffusionWish(DiffusionKind.VP, .1, null, null, null))),
        Arguments.of(
            "betaMax,diffusion", with(small, new DiffusionWish(null, null, null, null, 9.))),
        Arguments.of(
            "sigmaMin,sigmaMax", with(small, new DiffusionWish(null, 60., null, null, null))),
        Arguments.of(
            "timeSteps,diffusion",
            with(with(small, sub), loss(TimeSteps.DISCRETE, null, null, null))),
        Arguments.of(
            "timeSteps,likelihoodWeighting",
            with(small, loss(TimeSteps.DISCRETE, true, null, null))),
        Arguments.of(
            "objective,likelihoodWeighting", with(autoencoder, loss(null, true, null, null))),
        Arguments.of("objective,mixup", with(autoencoder, loss(null, null, null, true))),
        Arguments.of(
            "objective,reconstruction",
            with(autoencoder, loss(null, null, Reconstruction.NONE, null))),
        Arguments.of(
            "reconstructionWeight,reconstruction",
            with(small, new LossWish(null, null, null, null, null, 1., null))),
        Arguments.of(
            "objective,latentPenalty",
            with(
                TrainingWish.of("ds-1", "small", Objective.DRL_UNPENALISED),
                new LossWish(1., null, null, null, null, null, null))),
        Arguments.of(
            "reconstruction,scoreNetwork",
            with(with(small, v2), loss(null, null, Reconstruction.L2, null))),
        Arguments.of("scoreNetwork,diffusion", with(with(small, v2), sub)),
        Arguments.of(
            "attentionResolutions,scoreNetwork",
            with(small, network(ScoreNetworkKind.NCSN_V2, null, List.of(16), null))),
        Arguments.of(
            "attentionResolutions,channelMultipliers",
            with(small, network(null, null, List.of(10), null))),
        Arguments.of(
            "embedding,scoreNetwork",
            with(small, network(ScoreNetworkKind.DDPM, null, null, Embedding.FOURIER))),
        Arguments.of(
            "features,scoreNetwork", with(small, network(ScoreNetworkKind.DDPM, 48, null, null))),
        Arguments.of(
            "combination,progressiveInput",
            with(
                small,
                new ScoreNetworkWish(
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
                    Combination.CAT,
                    null,
                    null))),
        Arguments.of("preset,datasetId", wish("paper-celeba")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contradictions")
  void contradictionIsToldAtBothFields(String fields, TrainingWish wish) {
    String[] both = fields.split(",");
    var found = violations(wish, Optional.of(setting(32, 32, 4_000)));
    assertThat(found).extracting(InvalidField::field).containsExactly(both);
    assertThat(found.get(0).message()).endsWith("(see %s)".formatted(both[1]));
    assertThat(found.get(1).message()).endsWith("(see %s)".formatted(both[0]));
  }

  @Test
  void pixelScalingThatCrossEntropyCannotTakeIsRefused() {
    var wish = with(wish("small"), loss(null, null, Reconstruction.BCE, null));
    var standardised =
        new TrainingWish(
            wish.datasetId(),
            wish.preset(),
            wish.objective(),
            null,
            null,
            null,
            null,
            null,
            PixelScaling.STANDARDISED,
            null,
            null,
            null,
            OperationWish.NONE,
            wish.encoder(),
            wish.scoreNetwork(),
            wish.diffusion(),
            wish.loss(),
            wish.optimizer());
    assertThat(violations(standardised, Optional.of(setting(32, 32, 4_000))))
        .extracting(InvalidField::field)
        .containsExactly("reconstruction", "pixelScaling");
  }

  @Test
  void plansOfBeforeThereWereChoicesMeanThePublishedOnes() {
    var plan = JsonMapper.shared().readValue(OLDER_PLAN, TrainingPlan.class);
    assertThat(plan).isEqualTo(resolve(wish("small"), setting(32, 32, 40_000)));
  }

  @Test
  void picturesOfSamplesThatCannotBeMadeAreRefused() {
    var tooMany = with(wish("tiny"), drawn(new SampleGridWish(1L, 11, null, null)));
    assertThat(violations(tooMany, Optional.of(setting(32, 32, 100))))
        .containsExactly(
            new InvalidField("sampleImages", "the data set has 10 test images (see datasetId)"),
            new InvalidField("datasetId", "the data set has 10 test images (see sampleImages)"),
            new InvalidField(
                "sampleEverySteps", "would give 1001 pictures, at most 1000 are kept (see steps)"),
            new InvalidField(
                "steps", "would give 1001 pictures, at most 1000 are kept (see sampleEverySteps)"));
    var autoencoder =
        with(
            TrainingWish.of("ds-1", "tiny", Objective.AE),
            drawn(new SampleGridWish(500L, null, null, null)));
    assertThat(violations(autoencoder, Optional.of(setting(32, 32, 100))))
        .extracting(InvalidField::field)
        .containsExactly("sampleEverySteps", "objective");
  }

  @Test
  void picturesOfSamplesHaveTheirSettingsInThePlan() {
    var wish = with(wish("tiny"), drawn(new SampleGridWish(500L, null, .5, 20)));
    var samples = resolve(wish, setting(32, 32, 100)).samples();
    assertThat(samples)
        .isEqualTo(
            new SampleGridPlan(
                500,
                8,
                .5,
                Weights.EMA,
                new SamplerPlan(
                    SamplingMethodKind.PREDICTOR_CORRECTOR,
                    PredictorKind.REVERSE_DIFFUSION,
                    CorrectorKind.LANGEVIN,
                    20,
                    .16,
                    1,
                    null,
                    null,
                    true)));
    assertThat(resolve(wish("tiny"), setting(32, 32, 100)).samples()).isNull();
  }

  private static OperationWish drawn(SampleGridWish samples) {
    return new OperationWish(null, null, null, null, null, samples);
  }

  private static final String OLDER_PLAN =
      """
      {"name":"small drl on photographs","datasetId":"ds-1","preset":"small","objective":"DRL",
       "seed":0,"steps":250000,"batchSize":100,"batchParts":1,
       "images":{"channels":3,"size":32,"scaling":"STANDARDISED","augmentation":"NONE"},
       "encoder":{"depth":28,"widen":2.0},
       "scoreNetwork":{"features":16,"channelMultipliers":[1,2,2,2],"blocksPerLevel":2,
                       "attentionResolutions":[16],"dropout":0.1},
       "diffusion":{"sigmaMin":0.01,"sigmaMax":50.0},"latentPenalty":1e-5,
       "optimizer":{"learningRate":2e-4,"warmupSteps":5000,"clipNorm":1.0,"averageDecay":0.999,
                    "beta1":0.9,"beta2":0.999,"epsilon":1e-8},
       "precision":"BFLOAT16","checkpoints":{"everySteps":1000,"everySeconds":60,"kept":2}}
      """;

  private static LossWish loss(
      @Nullable TimeSteps times,
      @Nullable Boolean likelihood,
      @Nullable Reconstruction reconstruction,
      @Nullable Boolean mixup) {
    return new LossWish(null, likelihood, times, null, reconstruction, null, mixup);
  }

  private static ScoreNetworkWish network(
      @Nullable ScoreNetworkKind kind,
      @Nullable Integer features,
      @Nullable List<Integer> attention,
      @Nullable Embedding embedding) {
    return new ScoreNetworkWish(
        kind, features, null, null, attention, null, embedding, null, null, null, null, null, null);
  }

  private static TrainingWish with(TrainingWish w, Record part) {
    return new TrainingWish(
        w.datasetId(),
        w.preset(),
        w.objective(),
        w.name(),
        w.seed(),
        w.steps(),
        w.batchSize(),
        w.batchParts(),
        w.pixelScaling(),
        w.precision(),
        w.augmentation(),
        w.checkpointId(),
        part instanceof OperationWish operation ? operation : w.operation(),
        part instanceof EncoderWish encoder ? encoder : w.encoder(),
        part instanceof ScoreNetworkWish network ? network : w.scoreNetwork(),
        part instanceof DiffusionWish diffusion ? diffusion : w.diffusion(),
        part instanceof LossWish loss ? loss : w.loss(),
        part instanceof OptimizerWish optimizer ? optimizer : w.optimizer());
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
    return TrainingWish.of("ds-1", preset, Objective.DRL);
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
