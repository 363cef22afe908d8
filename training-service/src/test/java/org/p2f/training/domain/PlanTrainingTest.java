package org.p2f.training.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.p2f.training.domain.Wishes.drawn;
import static org.p2f.training.domain.Wishes.edm;
import static org.p2f.training.domain.Wishes.encoder;
import static org.p2f.training.domain.Wishes.loss;
import static org.p2f.training.domain.Wishes.ramp;
import static org.p2f.training.domain.Wishes.resolve;
import static org.p2f.training.domain.Wishes.setting;
import static org.p2f.training.domain.Wishes.wish;
import static org.p2f.training.domain.Wishes.with;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.PrecisionChoice;
import org.p2f.spec.network.Weights;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.TimeDraws;
import org.p2f.spec.objective.Weighting;
import org.p2f.spec.optimizer.Schedule;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.Solver;
import org.p2f.spec.sampling.StepSpacing;

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
    assertThat(plan.optimizer())
        .isEqualTo(new OptimizerPlan(2e-4, 5_000, 1, .999, .9, .999, 1e-8, Schedule.CONSTANT));
    assertThat(plan.diffusion()).isEqualTo(new DiffusionPlan(.01, 50));
    assertThat(plan.penalty()).isEqualTo(new PenaltyPlan(1e-5, 0, 0));
    assertThat(plan.loss())
        .isEqualTo(
            new LossPlan(
                true,
                Weighting.NOISE,
                Preconditioning.NONE,
                TimeSteps.CONTINUOUS,
                TimeDraws.INDEPENDENT,
                Reduction.SUM,
                Reconstruction.NONE,
                0,
                false));
    assertThat(plan.images())
        .isEqualTo(new ImagesPlan(3, 32, PixelScaling.STANDARDISED, 1, Augmentation.NONE));
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
                new OperationWish(9L, null, 5, 20L, 3L, List.of(.1), 0, SampleGridWish.NONE),
                encoder(16, null, null),
                ScoreNetworkWish.NONE,
                DiffusionWish.NONE,
                LossWish.NONE,
                new OptimizerWish(1e-2, null, null, null, null)),
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
    assertThat(plan.checkpoints()).isEqualTo(new CheckpointPlan(9, 60, 5, 20L));
    assertThat(plan.images().augmentation()).isEqualTo(Augmentation.STRONG);
    assertThat(plan.probe()).isEqualTo(new ProbePlan(3, List.of(.1), 1_000, 0));
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
    assertThat(source.scaling()).isEqualTo(scaling);
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
    assertThat(plan.penalty()).isEqualTo(new PenaltyPlan(penalty, 0, 0));
    assertThat(plan.loss().scoreTerm()).isEqualTo(scores);
    assertThat(plan.loss().reconstruction()).isEqualTo(reconstruction);
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "4, .0625", "64, 1", "256, 4"})
  void codesOfASizeComeFromAnEncoderOfAWidth(int latentSize, double widen) {
    var wish =
        with(
            wish("small"),
            new EncoderWish(latentSize, 16, EncoderTime.FIXED, null, null, null, null));
    assertThat(resolve(wish, setting(32, 32, 4_000)).encoder())
        .isEqualTo(new EncoderPlan(16, widen, EncoderTime.FIXED));
  }

  /** Of them σ(t) is .01·5000^t, which the published encoders' clock is made of. */
  @Test
  void presetsOfPapersHaveThePublishedRangeOfNoise() {
    assertThat(Presets.all().stream().filter(p -> p.name().startsWith("paper-")))
        .hasSize(6)
        .allSatisfy(p -> assertThat(p.diffusion()).isEqualTo(new DiffusionPlan(.01, 50)));
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

  @Test
  void theWidthOfAnEncoderIsFreeWhereItsCodeIsNotPooled() {
    var wish = with(wish("small"), encoder(5, 32, CodeReadout.SPATIAL));
    var plan = resolve(wish, setting(32, 32, 4_000)).encoder();
    assertThat(plan)
        .isEqualTo(
            new EncoderPlan(
                28, .5, EncoderTime.GIVEN, CodeReadout.SPATIAL, 5, Conditioning.SHIFT, 16));
    var pooled = with(wish("small"), encoder(null, 12, null));
    assertThat(resolve(pooled, setting(32, 32, 4_000)).encoder().latentSize()).isEqualTo(12);
  }

  @Test
  void conditioningAndFrequenciesAreOfBothNetworks() {
    var encoder = new EncoderWish(null, null, null, null, null, Conditioning.SCALE_SHIFT, 2.);
    var network =
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
            null,
            null,
            null,
            Conditioning.SCALE_SHIFT,
            2.,
            2);
    var plan = resolve(with(with(wish("small"), encoder), network), setting(32, 32, 4_000));
    assertThat(plan.encoder().conditioning()).isEqualTo(Conditioning.SCALE_SHIFT);
    assertThat(plan.encoder().fourierScale()).isEqualTo(2);
    assertThat(plan.scoreNetwork().options().conditioning()).isEqualTo(Conditioning.SCALE_SHIFT);
    assertThat(plan.scoreNetwork().options().fourierScale()).isEqualTo(2);
    assertThat(plan.scoreNetwork().options().patchSize()).isEqualTo(2);
  }

  @Test
  void aPenaltyComesInBetweenTheStepsThatTheCallerSays() {
    var wish = with(wish("small"), ramp(10L, 20L));
    assertThat(resolve(wish, setting(32, 32, 4_000)).penalty())
        .isEqualTo(new PenaltyPlan(1e-5, 10, 20));
  }

  /** The preset's EDM goes only where it can. */
  @ParameterizedTest
  @CsvSource({"DRL, VE, EDM, IMAGE", "DRL, VP, NONE, NOISE", "AE, VE, NONE, NOISE"})
  void whatAPresetSaysAndDoesNotApplyIsLeftOut(
      Objective objective,
      DiffusionKind diffusion,
      Preconditioning preconditioning,
      Weighting weighting) {
    var wish =
        with(
            TrainingWish.of("ds-1", "tiny", objective),
            new DiffusionWish(diffusion, null, null, null, null));
    var plan = resolve(wish, setting(32, 32, 4_000)).loss();
    assertThat(plan.preconditioning()).isEqualTo(preconditioning);
    assertThat(plan.weighting()).isEqualTo(weighting);
  }

  @Test
  void edmIsToldTheDeviationOfPreprocessedPixels() {
    var wish = with(wish("small"), edm(Weighting.EDM, Preconditioning.EDM));
    assertThat(resolve(wish, setting(32, 32, 4_000)).images().std()).isEqualTo(1);
    var unit = with(wish, loss(null, null, Reconstruction.BCE, null)); // takes pixels as they are
    assertThat(resolve(unit, setting(32, 32, 4_000)).images().std()).isEqualTo(.2, within(1e-12));
  }

  @Test
  void probesSeeRandomFeaturesUnlessTold() {
    var operation = new OperationWish(null, null, null, null, 3L, null, null, SampleGridWish.NONE);
    assertThat(resolve(with(wish("small"), operation), setting(32, 32, 4_000)).probe())
        .isEqualTo(new ProbePlan(3, List.of(0., .25, .5, .75, 1.), 1_000, 300));
  }

  @Test
  void picturesOfSamplesHaveTheirSettingsInThePlan() {
    var wish = with(wish("tiny"), drawn(new SampleGridWish(500L, null, .5, 20, null)));
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
                    Predictor.REVERSE_DIFFUSION,
                    CorrectorKind.LANGEVIN,
                    20,
                    null,
                    .16,
                    1,
                    null,
                    null,
                    true)));
    assertThat(resolve(wish("tiny"), setting(32, 32, 100)).samples()).isNull();
    var solved = with(wish("tiny"), drawn(new SampleGridWish(500L, null, null, null, Solver.HEUN)));
    assertThat(resolve(solved, setting(32, 32, 100)).samples())
        .extracting(SampleGridPlan::sampler)
        .isEqualTo(
            new SamplerPlan(
                SamplingMethodKind.HEUN,
                null,
                null,
                20,
                StepSpacing.KARRAS,
                null,
                null,
                null,
                null,
                true));
  }
}
