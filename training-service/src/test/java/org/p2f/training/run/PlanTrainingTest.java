package org.p2f.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.p2f.training.run.Requests.JSON;
import static org.p2f.training.run.Requests.resolve;
import static org.p2f.training.run.Requests.setting;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Penalty;
import org.p2f.spec.objective.Preconditioning;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.TimeDraws;
import org.p2f.spec.objective.Weighting;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.spec.optimizer.Schedule;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.SamplingMethod;
import org.p2f.spec.sampling.Solver;
import org.p2f.spec.sampling.StepSpacing;
import org.p2f.training.network.EncoderPlan;
import org.p2f.training.network.Objective;
import org.p2f.training.network.ScoreNetworkPlan;
import org.p2f.training.run.TrainingPlan.CheckpointPlan;
import org.p2f.training.run.TrainingPlan.ImagesPlan;
import org.p2f.training.run.TrainingPlan.ProbePlan;
import org.p2f.training.run.TrainingPlan.SampleGridPlan;
import org.p2f.training.sampling.SamplerPlan;

class PlanTrainingTest {
  @Test
  void presetFillsInWhatIsLeftOut() {
    TrainingPlan plan = resolve("{}", setting(32, 32, 40_000));
    assertThat(plan.name()).isEqualTo("small drl on photographs");
    assertThat(plan.seed()).isZero();
    assertThat(plan.steps()).isEqualTo(250_000);
    assertThat(plan.batchSize()).isEqualTo(100);
    assertThat(plan.encoder()).isEqualTo(new EncoderPlan(28, 128));
    assertThat(plan.scoreNetwork())
        .isEqualTo(new ScoreNetworkPlan(16, List.of(1, 2, 2, 2), 2, List.of(16), .1));
    assertThat(plan.optimizer())
        .isEqualTo(new OptimizerSpec(2e-4, 5_000, 1, .999, .9, .999, 1e-8, Schedule.CONSTANT));
    assertThat(plan.diffusion()).isEqualTo(new VarianceExploding(.01, 50));
    assertThat(plan.penalty()).isEqualTo(new Penalty(1e-5, 0, 0));
    assertThat(plan.loss())
        .isEqualTo(
            new Loss(
                Weighting.NOISE,
                Preconditioning.NONE,
                TimeSteps.CONTINUOUS,
                TimeDraws.INDEPENDENT,
                Reduction.SUM,
                Reconstruction.NONE,
                0,
                false,
                0));
    assertThat(plan.images())
        .isEqualTo(new ImagesPlan(PixelScaling.STANDARDISED, Augmentation.NONE));
    assertThat(plan.precision()).isEqualTo(Precision.BFLOAT16);
  }

  @ParameterizedTest
  @CsvSource({"64, 1, 2", "64, 32, 2", "64, 64, 1", "50, 25, 2", "49, 1, 1", "2, 1, 1"})
  void theBatchIsTrainedOnByThePresetsReplicasWhereItDivides(int batch, int parts, int replicas) {
    TrainingPlan plan =
        resolve(
            "{'preset': 'tiny', 'batchSize': %d, 'batchParts': %d}".formatted(batch, parts),
            setting(16, 16, 100));
    assertThat(plan.replicas()).isEqualTo(replicas);
  }

  @ParameterizedTest
  @CsvSource({"129, 128, 2", "128, 128, 2", "127, 127, 1", "60, 60, 2", "3, 3, 1"})
  void aBatchIsNoLargerThanTheDataSetUnlessTheCallerSaysSo(int images, int batch, int replicas) {
    TrainingPlan plan = resolve("{'preset': 'tiny'}", setting(16, 16, images));
    assertThat(plan.batchSize()).isEqualTo(batch);
    assertThat(plan.replicas()).isEqualTo(replicas);
  }

  @Test
  void callerOverridesPreset() {
    TrainingPlan plan =
        resolve(
            """
            {'objective': 'vdrl', 'name': 'mine', 'seed': 7, 'steps': 0, 'batchSize': 50,
             'batchParts': 5, 'replicas': 5, 'precision': 'float32', 'checkpointId': 'ckp-1',
             'images': {'augmentation': 'strong'},
             'encoder': {'latentSize': 16},
             'optimizer': {'learningRate': 1e-2, 'beta2': 0.99},
             'checkpoints': {'everySteps': 9, 'kept': 5, 'keepEverySteps': 20},
             'probe': {'everySteps': 3, 'times': [0.1], 'features': 0, 'images': 50}}
            """,
            setting(32, 32, 50));
    assertThat(plan.name()).isEqualTo("mine");
    assertThat(plan.objective()).isEqualTo(Objective.VDRL);
    assertThat(plan.seed()).isEqualTo(7);
    assertThat(plan.steps()).isZero();
    assertThat(plan.batchSize()).isEqualTo(50);
    assertThat(plan.batchParts()).isEqualTo(5);
    assertThat(plan.replicas()).isEqualTo(5);
    assertThat(plan.optimizer())
        .isEqualTo(new OptimizerSpec(1e-2, 5_000, 1, .999, .9, .99, 1e-8, Schedule.CONSTANT));
    assertThat(plan.encoder()).isEqualTo(new EncoderPlan(28, 16));
    assertThat(plan.precision()).isEqualTo(Precision.FLOAT32);
    assertThat(plan.checkpoints()).isEqualTo(new CheckpointPlan(9, 60, 5, 20L));
    assertThat(plan.images().augmentation()).isEqualTo(Augmentation.STRONG);
    assertThat(plan.probe()).isEqualTo(new ProbePlan(3, List.of(.1), 50, 0));
    assertThat(plan.inputs()).containsExactly("ds-1", "ckp-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'preset': 'tiny', 'objective': 'vdrl'}",
        "{'objective': 'drl-unpenalised', 'encoder': {'latentSize': 2}}",
        "{'objective': 'ae', 'preset': 'tiny', 'loss': {'reconstruction': 'bce'}}",
        "{'objective': 'vae', 'encoder': {'width': 12, 'time': 'fixed'}}",
        "{'encoder': {'readout': 'spatial', 'latentSize': 5, 'width': 32}}",
        "{'diffusion': {'kind': 'sub-vp'}, 'scoreNetwork': {'kind': 'ddpm'}}",
        "{'scoreNetwork': {'kind': 'ncsn-v2'}, 'loss': {'timeSteps': 'discrete'}}",
        "{'objective': 'drl-unpenalised', 'loss': {'codeDropout': 0.2, 'reconstruction': 'l2'}}",
        "{'samples': {'everySteps': 500, 'sampler': {'corrector': 'none'}}}",
        "{'samples': {'everySteps': 500, 'sampler': {'method': 'ddim'}}}",
        "{'probe': {'everySteps': 100}, 'checkpoints': {'keepEverySteps': 5000}}",
      })
  void aPlanIsARequestForItself(String settings) {
    TrainingPlan plan = resolve(settings);
    var sentBack = JSON.readValue(JSON.writeValueAsString(plan), TrainingRunRequest.class);
    assertThat(resolve(sentBack, setting(32, 32, 4_000))).isEqualTo(plan);
  }

  @Test
  void everyPresetIsAPlanThatIsReadBackAndSaysWhatItTakes() {
    for (Preset preset : Preset.all()) {
      int size = Objects.requireNonNullElse(preset.imageSize(), 32);
      var settings = "{'preset': '%s'}".formatted(preset.name());
      TrainingPlan plan = resolve(settings, setting(size, size, 4_000));
      assertThat(plan.steps()).isEqualTo(preset.steps());
      String written = JSON.writeValueAsString(plan);
      assertThat(JSON.readValue(written, TrainingPlan.class)).isEqualTo(plan);
      var sentBack = JSON.readValue(written, TrainingRunRequest.class);
      assertThat(resolve(sentBack, setting(size, size, 4_000))).isEqualTo(plan);
      assertThat(preset.expected()).isNotBlank();
      assertThat(preset.cost()).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 84, 128})
  void largeImagesTakeOneLevelLess(int size) {
    assertThat(resolve("{}", setting(size, size, 40_000)).scoreNetwork().channelMultipliers())
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

  @ParameterizedTest
  @CsvSource({
    "drl, 1e-5, NONE",
    "vdrl, 1e-5, NONE",
    "drl-unpenalised, 0, NONE",
    "ae, 0, L2",
    "vae, 1, L2"
  })
  void objectivesHaveThePublishedTerms(
      String objective, double penalty, Reconstruction reconstruction) {
    TrainingPlan plan = resolve("{'objective': '%s'}".formatted(objective));
    assertThat(plan.penalty()).isEqualTo(new Penalty(penalty, 0, 0));
    assertThat(plan.loss().reconstruction()).isEqualTo(reconstruction);
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "4, .0625", "64, 1", "256, 4"})
  void codesOfASizeComeFromAnEncoderOfAWidth(int latentSize, double widen) {
    EncoderPlan encoder =
        resolve(
                "{'encoder': {'latentSize': %d, 'depth': 16, 'time': 'fixed'}}"
                    .formatted(latentSize))
            .encoder();
    assertThat(encoder)
        .isEqualTo(
            new EncoderPlan(
                16,
                latentSize,
                EncoderTime.FIXED,
                EncoderPlan.Readout.POOLED,
                latentSize,
                Conditioning.SHIFT,
                16));
    assertThat(encoder.widen()).isEqualTo(widen);
  }

  /** Of them σ(t) is .01·5000^t, which the published encoders' clock is made of. */
  @Test
  void presetsOfPapersHaveThePublishedRangeOfNoise() {
    assertThat(Preset.all().stream().filter(p -> p.name().startsWith("paper-")))
        .hasSize(6)
        .allSatisfy(p -> assertThat(p.diffusion()).isEqualTo(new VarianceExploding(.01, 50)));
  }

  @Test
  void anotherDiffusionHasItsOwnSettings() {
    assertThat(resolve("{'diffusion': {'kind': 'vp', 'betaMin': 0.2}}").diffusion())
        .isEqualTo(new VariancePreserving(.2, 20));
  }

  @Test
  void crossEntropyTakesPixelsAsTheyAreUnlessTold() {
    assertThat(resolve("{'loss': {'reconstruction': 'bce'}}").images().scaling())
        .isEqualTo(PixelScaling.UNIT);
  }

  @Test
  void theWidthOfAnEncoderIsFreeWhereItsCodeIsNotPooled() {
    assertThat(
            resolve("{'encoder': {'latentSize': 5, 'width': 32, 'readout': 'spatial'}}").encoder())
        .isEqualTo(
            new EncoderPlan(
                28, 32, EncoderTime.GIVEN, EncoderPlan.Readout.SPATIAL, 5, Conditioning.SHIFT, 16));
    assertThat(resolve("{'encoder': {'width': 12}}").encoder().latentSize()).isEqualTo(12);
  }

  @Test
  void eachNetworkHasItsOwnConditioningAndFrequencies() {
    var plan =
        resolve(
            """
            {'encoder': {'conditioning': 'scale-shift', 'fourierScale': 2},
             'scoreNetwork': {'options': {'fourierScale': 3, 'patchSize': 2}}}
            """);
    assertThat(plan.encoder().conditioning()).isEqualTo(Conditioning.SCALE_SHIFT);
    assertThat(plan.encoder().fourierScale()).isEqualTo(2);
    assertThat(plan.scoreNetwork().options().conditioning()).isEqualTo(Conditioning.SHIFT);
    assertThat(plan.scoreNetwork().options().fourierScale()).isEqualTo(3);
    assertThat(plan.scoreNetwork().options().patchSize()).isEqualTo(2);
  }

  @Test
  void aPenaltyComesInBetweenTheStepsThatTheCallerSays() {
    assertThat(resolve("{'penalty': {'fromStep': 10, 'untilStep': 20}}").penalty())
        .isEqualTo(new Penalty(1e-5, 10, 20));
  }

  /** The preset's EDM goes only where it can. */
  @ParameterizedTest
  @CsvSource({"drl, ve, EDM, IMAGE", "drl, vp, NONE, NOISE", "ae, ve, NONE, NOISE"})
  void whatAPresetSaysAndDoesNotApplyIsLeftOut(
      String objective, String diffusion, Preconditioning preconditioning, Weighting weighting) {
    var plan =
        resolve(
            "{'preset': 'tiny', 'objective': '%s', 'diffusion': {'kind': '%s'}}"
                .formatted(objective, diffusion));
    assertThat(plan.loss().preconditioning()).isEqualTo(preconditioning);
    assertThat(plan.loss().weighting()).isEqualTo(weighting);
  }

  /** Where the score network predicts v or the image, the preset's weighting stays. */
  @ParameterizedTest
  @CsvSource({"vp, velocity", "vp, denoised", "sub-vp, denoised", "ve, denoised"})
  void otherPredictionsKeepThePresetsWeighting(String diffusion, String preconditioning) {
    var plan =
        resolve(
            "{'preset': 'tiny', 'diffusion': {'kind': '%s'}, 'loss': {'preconditioning': '%s'}}"
                .formatted(diffusion, preconditioning));
    assertThat(plan.loss().preconditioning()).hasToString(preconditioning.toUpperCase(Locale.ROOT));
    assertThat(plan.loss().weighting()).isEqualTo(Weighting.IMAGE);
  }

  @Test
  void edmIsToldTheDeviationOfPreprocessedPixels() {
    var dataset = setting(32, 32, 4_000).dataset();
    assertThat(dataset.std(PixelScaling.STANDARDISED)).isEqualTo(1);
    assertThat(dataset.std(PixelScaling.UNIT)).isEqualTo(.2, within(1e-12));
    assertThat(dataset.std(PixelScaling.CENTRED)).isEqualTo(.4, within(1e-12));
  }

  @Test
  void probesSeeRandomFeaturesUnlessTold() {
    assertThat(resolve("{'probe': {'everySteps': 3}}").probe())
        .isEqualTo(new ProbePlan(3, List.of(0., .25, .5, .75, 1.), 1_000, 300));
  }

  @Test
  void picturesOfSamplesHaveTheirSettingsInThePlan() {
    assertThat(
            resolve(
                    """
                    {'samples':
                      {'everySteps': 500, 'codeTime': 0.5, 'sampler': {'steps': 20}}}
                    """)
                .samples())
        .isEqualTo(
            new SampleGridPlan(
                500,
                8,
                .5,
                Weights.EMA,
                new SamplerPlan(
                    new SamplingMethod.PredictorCorrector(
                        Predictor.REVERSE_DIFFUSION, new Corrector.Langevin(.16, 1), 20, true),
                    0)));
    assertThat(resolve("{}").samples()).isNull();
    assertThat(resolve("{'samples': {'everySteps': 500, 'sampler': {'method': 'heun'}}}").samples())
        .extracting(SampleGridPlan::sampler)
        .isEqualTo(
            new SamplerPlan(
                new SamplingMethod.FixedSteps(Solver.HEUN, StepSpacing.KARRAS, 20, true), 0));
  }
}
