package org.p2f.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.training.run.Requests.resolve;
import static org.p2f.training.run.Requests.setting;
import static org.p2f.training.run.Requests.violations;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.kit.problem.InvalidField;
import org.p2f.spec.sampling.Solver;
import org.p2f.training.run.TrainingPlan.CheckpointPlan;

class TrainingRefusalsTest {
  @Test
  void everyWrongFieldIsToldAtOnceByItsPath() {
    var settings =
        """
        {'preset': 'huge', 'name': ' ',
         'encoder': {'depth': 11, 'width': 14},
         'scoreNetwork': {'options': {'patchSize': 3}},
         'probe': {'everySteps': 1, 'times': [0.5, 0.5]}}
        """;
    assertThat(violations(settings, Optional.empty()))
        .extracting(InvalidField::field)
        .containsExactly(
            "name",
            "encoder.depth",
            "encoder.width",
            "scoreNetwork.options.patchSize",
            "probe.times",
            "datasetId",
            "preset");
  }

  @Test
  void batchBeyondTheTrainingImagesIsRefused() {
    assertThat(violations("{'batchSize': 100}", Optional.of(setting(32, 32, 99))))
        .containsExactly(new InvalidField("batchSize", "100 is more than the 99 training images"));
  }

  @Test
  void imagesThatCannotBeHalvedOftenEnoughAreRefused() {
    assertThat(violations("{}", Optional.of(setting(36, 36, 4_000))))
        .containsExactly(
            new InvalidField(
                "preset", "small takes images whose sides are multiples of 8 pixels, not 36"));
  }

  @Test
  void imagesThatPatchesDoNotDivideOftenEnoughAreRefused() {
    assertThat(
            violations(
                "{'scoreNetwork': {'options': {'patchSize': 4}}}",
                Optional.of(setting(48, 48, 4_000))))
        .extracting(InvalidField::message)
        .containsExactly("small takes images whose sides are multiples of 32 pixels, not 48");
  }

  /** Sides and levels are counted in patches: an impossible one is refused, not divided by. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void patchesOfAnotherSizeAreRefused(int size) {
    var settings = "{'scoreNetwork': {'options': {'patchSize': %d}}}".formatted(size);
    assertThat(violations(settings, Optional.of(setting(32, 32, 4_000))))
        .contains(new InvalidField("scoreNetwork.options.patchSize", "must be one of [1, 2, 4]"));
  }

  @Test
  void imagesThatAreNotSquareAreRefused() {
    assertThat(violations("{}", Optional.of(setting(32, 40, 4_000))))
        .extracting(InvalidField::field)
        .containsExactly("datasetId");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "diffusion.sigmaMin | diffusion.kind | {'diffusion': {'kind': 'vp', 'sigmaMin': 0.1}}",
        "diffusion.betaMax | diffusion.kind | {'diffusion': {'betaMax': 9}}",
        "diffusion.sigmaMin | diffusion.sigmaMax | {'diffusion': {'sigmaMin': 60}}",
        "diffusion.betaMin | diffusion.betaMax | {'diffusion': {'kind': 'sub-vp', 'betaMin': 30}}",
        "loss.timeSteps | diffusion.kind"
            + " | {'diffusion': {'kind': 'sub-vp'}, 'loss': {'timeSteps': 'discrete'}}",
        "loss.timeSteps | loss.weighting"
            + " | {'loss': {'timeSteps': 'discrete', 'weighting': 'likelihood'}}",
        "objective | loss.weighting | {'objective': 'ae', 'loss': {'weighting': 'likelihood'}}",
        "objective | loss.preconditioning"
            + " | {'objective': 'ae', 'loss': {'preconditioning': 'edm'}}",
        "loss.weighting | loss.preconditioning | {'loss': {'weighting': 'edm'}}",
        "loss.weighting | loss.preconditioning | {'loss': {'weighting': 'image'}}",
        "loss.weighting | loss.preconditioning"
            + " | {'preset': 'tiny', 'loss': {'weighting': 'edm', 'preconditioning': 'none'}}",
        "loss.preconditioning | diffusion.kind"
            + " | {'diffusion': {'kind': 'vp'}, 'loss': {'preconditioning': 'edm'}}",
        "loss.preconditioning | diffusion.kind | {'loss': {'preconditioning': 'velocity'}}",
        "loss.preconditioning | diffusion.kind"
            + " | {'diffusion': {'kind': 'sub-vp'}, 'loss': {'preconditioning': 'velocity'}}",
        "objective | loss.preconditioning"
            + " | {'objective': 'vae', 'loss': {'preconditioning': 'denoised'}}",
        "penalty.fromStep | penalty.untilStep | {'penalty': {'fromStep': 9, 'untilStep': 8}}",
        "penalty.fromStep | penalty.untilStep | {'penalty': {'fromStep': 9}}",
        "encoder.latentSize | encoder.readout | {'encoder': {'latentSize': 65}}",
        "encoder.width | encoder.latentSize | {'encoder': {'latentSize': 64, 'width': 32}}",
        "encoder.width | encoder.readout | {'encoder': {'width': 512}}",
        "scoreNetwork.options | scoreNetwork.kind"
            + " | {'scoreNetwork': {'kind': 'ddpm', 'options': {'patchSize': 2}}}",
        "scoreNetwork.options | scoreNetwork.kind"
            + " | {'scoreNetwork': {'kind': 'ncsn-v2', 'options': {'patchSize': 2}}}",
        "scoreNetwork.options | scoreNetwork.kind"
            + " | {'scoreNetwork': {'kind': 'ddpm', 'options': {'embedding': 'fourier'}}}",
        "scoreNetwork.blocksPerLevel | scoreNetwork.kind"
            + " | {'scoreNetwork': {'kind': 'ncsn-v2', 'blocksPerLevel': 3}}",
        "scoreNetwork.attentionResolutions | scoreNetwork.kind"
            + " | {'scoreNetwork': {'kind': 'ncsn-v2', 'attentionResolutions': [16]}}",
        "scoreNetwork.kind | diffusion.kind"
            + " | {'scoreNetwork': {'kind': 'ncsn-v2'}, 'diffusion': {'kind': 'sub-vp'}}",
        "scoreNetwork.attentionResolutions | scoreNetwork.channelMultipliers"
            + " | {'scoreNetwork': {'attentionResolutions': [10]}}",
        "scoreNetwork.features | scoreNetwork.kind"
            + " | {'scoreNetwork': {'kind': 'ddpm', 'features': 48}}",
        "scoreNetwork.options.combination | scoreNetwork.options.progressiveInput"
            + " | {'scoreNetwork': {'options': {'combination': 'cat'}}}",
        "objective | loss.mixup | {'objective': 'ae', 'loss': {'mixup': true}}",
        "objective | loss.codeDropout | {'objective': 'vae', 'loss': {'codeDropout': 0.1}}",
        "objective | loss.reconstruction"
            + " | {'objective': 'ae', 'loss': {'reconstruction': 'none'}}",
        "loss.reconstructionWeight | loss.reconstruction | {'loss': {'reconstructionWeight': 1}}",
        "loss.reconstructionWeight | loss.reconstruction"
            + " | {'objective': 'ae', 'loss': {'reconstructionWeight': 0}}",
        "objective | penalty.weight"
            + " | {'objective': 'drl-unpenalised', 'penalty': {'weight': 1}}",
        "loss.reconstruction | scoreNetwork.kind"
            + " | {'scoreNetwork': {'kind': 'ncsn-v2'}, 'loss': {'reconstruction': 'l2'}}",
        "loss.reconstruction | images.scaling"
            + " | {'images': {'scaling': 'standardised'}, 'loss': {'reconstruction': 'bce'}}",
        "samples.sampler.predictor | diffusion.kind"
            + " | {'diffusion': {'kind': 'sub-vp'},"
            + " 'samples': {'everySteps': 500, 'sampler': {'predictor': 'ancestral'}}}",
        "samples.sampler.spacing | samples.sampler.method"
            + " | {'samples': {'everySteps': 500, 'sampler': {'spacing': 'karras'}}}",
        "samples.sampler.guidance | loss.codeDropout"
            + " | {'samples': {'everySteps': 500, 'sampler': {'guidance': 1}}}",
        "samples.sampler.guidance | loss.codeDropout"
            + " | {'loss': {'codeDropout': 1},"
            + " 'samples': {'everySteps': 500, 'sampler': {'guidance': 1}}}",
        "samples.codeTime | loss.codeDropout"
            + " | {'loss': {'codeDropout': 1}, 'samples': {'everySteps': 500, 'codeTime': 0.5}}",
        "preset | datasetId | {'preset': 'paper-celeba'}",
        "averages.everySteps | steps | {'steps': 0, 'averages': {'everySteps': 1}}",
        "averages.everySteps | steps | {'steps': 257, 'averages': {'everySteps': 1}}",
      })
  void contradictionIsToldAtBothFields(String field, String other, String settings) {
    assertThat(violations(settings, Optional.of(setting(32, 32, 4_000))))
        .extracting(InvalidField::field)
        .containsExactly(field, other);
  }

  @Test
  void fieldsOfAContradictionNameEachOther() {
    assertThat(
            violations(
                "{'penalty': {'fromStep': 9, 'untilStep': 8}}",
                Optional.of(setting(32, 32, 4_000))))
        .containsExactly(
            new InvalidField("penalty.fromStep", "9 is after 8 (see penalty.untilStep)"),
            new InvalidField("penalty.untilStep", "9 is after 8 (see penalty.fromStep)"));
  }

  @Test
  void picturesOfSamplesThatCannotBeMadeAreRefused() {
    long pictures = Preset.find("tiny").orElseThrow().steps() + 1; // one before the first
    assertThat(
            violations(
                "{'preset': 'tiny', 'samples': {'everySteps': 1, 'images': 11}}",
                Optional.of(setting(32, 32, 100))))
        .containsExactly(
            new InvalidField("samples.images", "the data set has 10 test images (see datasetId)"),
            new InvalidField("datasetId", "the data set has 10 test images (see samples.images)"),
            new InvalidField(
                "samples.everySteps",
                "would give %d pictures, at most 1000 are kept (see steps)".formatted(pictures)),
            new InvalidField(
                "steps",
                "would give %d pictures, at most 1000 are kept (see samples.everySteps)"
                    .formatted(pictures)));
    assertThat(
            violations(
                "{'objective': 'ae', 'samples': {'everySteps': 500}}",
                Optional.of(setting(32, 32, 4_000))))
        .extracting(InvalidField::field)
        .containsExactly("samples.everySteps", "objective");
    assertThat(
            violations(
                """
                {'samples':
                  {'everySteps': 500, 'sampler': {'method': 'heun', 'steps': 1001}}}
                """,
                Optional.of(setting(32, 32, 4_000))))
        .extracting(InvalidField::field)
        .containsExactly("samples.sampler.steps");
    assertThat(
            violations(
                "{'samples': {'everySteps': 500, 'sampler': {'method': 'probability-flow'}}}",
                Optional.of(setting(32, 32, 4_000))))
        .extracting(InvalidField::field)
        .containsExactly("samples.sampler.method");
  }

  @ParameterizedTest
  @EnumSource
  void networksOfAChainAreNotAskedAtTimesBetween(Solver solver) {
    var settings =
        """
        {'loss': {'timeSteps': 'discrete'},
         'samples': {'everySteps': 500, 'images': 8, 'sampler': {'method': %s}}}
        """
            .formatted(Requests.JSON.writeValueAsString(solver));
    if (solver.inTime()) {
      assertThat(violations(settings, Optional.of(setting(32, 32, 4_000))))
          .extracting(InvalidField::field)
          .containsExactly("samples.sampler.method", "loss.timeSteps");
    } else {
      assertThat(resolve(settings).samples()).isNotNull();
    }
  }

  @Test
  void snapshotsThatWouldFillTheStoreAreRefused() {
    long steps = Preset.find("tiny").orElseThrow().steps();
    var keeping = "{'preset': 'tiny', 'checkpoints': {'keepEverySteps': %d}}";
    assertThat(resolve(keeping.formatted(steps / 100)).checkpoints())
        .extracting(CheckpointPlan::keepEverySteps)
        .isEqualTo(steps / 100);
    assertThat(violations(keeping.formatted(steps / 101), Optional.of(setting(32, 32, 100))))
        .extracting(InvalidField::field)
        .containsExactly("checkpoints.keepEverySteps", "steps");
  }
}
