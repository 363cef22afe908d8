package org.p2f.training.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.training.domain.Wishes.drawn;
import static org.p2f.training.domain.Wishes.edm;
import static org.p2f.training.domain.Wishes.encoder;
import static org.p2f.training.domain.Wishes.loss;
import static org.p2f.training.domain.Wishes.network;
import static org.p2f.training.domain.Wishes.patches;
import static org.p2f.training.domain.Wishes.ramp;
import static org.p2f.training.domain.Wishes.resolve;
import static org.p2f.training.domain.Wishes.setting;
import static org.p2f.training.domain.Wishes.violations;
import static org.p2f.training.domain.Wishes.wish;
import static org.p2f.training.domain.Wishes.with;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.kit.problem.InvalidField;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.network.UNetOptions.Combination;
import org.p2f.spec.network.UNetOptions.Embedding;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Weighting;
import org.p2f.spec.sampling.Solver;

class TrainingRefusalsTest {
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
                0L,
                0L,
                1,
                0L,
                null,
                List.of(Double.NaN),
                1_001,
                new SampleGridWish(null, 65, Double.NaN, 1, Solver.DDIM)),
            new EncoderWish(257, 11, null, 514, null, null, 0.),
            new ScoreNetworkWish(
                null,
                1,
                List.of(),
                0,
                List.of(0),
                1.,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                0.,
                3),
            new DiffusionWish(null, 0., -1., Double.NaN, Double.POSITIVE_INFINITY),
            new LossWish(Double.NaN, -1L, -1L, null, null, null, null, null, null, 0., null),
            new OptimizerWish(Double.NaN, -1L, 0., 1., null));
    assertThat(violations(wish, Optional.empty()))
        .extracting(InvalidField::field)
        .containsExactly(
            "name",
            "probeTimes",
            "probeFeatures",
            "sampleImages",
            "sampleCodeTime",
            "sampleSteps",
            "sampleSolver",
            "encoderDepth",
            "encoderWidth",
            "patchSize",
            "datasetId",
            "preset");
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
  void imagesThatPatchesDoNotDivideOftenEnoughAreRefused() {
    var wish = with(wish("small"), patches(null, 4));
    assertThat(violations(wish, Optional.of(setting(48, 48, 4_000))))
        .extracting(InvalidField::message)
        .containsExactly("small takes images whose sides are multiples of 32 pixels, not 48");
  }

  /** Sides and levels are counted in patches: an impossible one is refused, not divided by. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void patchesOfAnotherSizeAreRefused(int size) {
    var wish = with(wish("small"), patches(null, size));
    assertThat(violations(wish, Optional.of(setting(32, 32, 4_000))))
        .contains(new InvalidField("patchSize", "must be one of [1, 2, 4]"));
  }

  @Test
  void imagesThatAreNotSquareAreRefused() {
    assertThat(violations(wish("small"), Optional.of(setting(32, 40, 4_000))))
        .extracting(InvalidField::field)
        .containsExactly("datasetId");
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
            "timeSteps,weighting",
            with(small, loss(TimeSteps.DISCRETE, Weighting.LIKELIHOOD, null, null))),
        Arguments.of(
            "objective,weighting", with(autoencoder, loss(null, Weighting.LIKELIHOOD, null, null))),
        Arguments.of(
            "objective,preconditioning", with(autoencoder, edm(null, Preconditioning.EDM))),
        Arguments.of("weighting,preconditioning", with(small, edm(Weighting.EDM, null))),
        Arguments.of("weighting,preconditioning", with(small, edm(Weighting.IMAGE, null))),
        Arguments.of(
            "weighting,preconditioning",
            with(wish("tiny"), edm(Weighting.EDM, Preconditioning.NONE))),
        Arguments.of(
            "preconditioning,diffusion",
            with(
                with(small, edm(null, Preconditioning.EDM)),
                new DiffusionWish(DiffusionKind.VP, null, null, null, null))),
        Arguments.of("penaltyFromStep,penaltyUntilStep", with(small, ramp(9L, 8L))),
        Arguments.of("penaltyFromStep,penaltyUntilStep", with(small, ramp(9L, null))),
        Arguments.of("latentSize,codeReadout", with(small, encoder(65, null, null))),
        Arguments.of("encoderWidth,latentSize", with(small, encoder(64, 64, null))),
        Arguments.of("encoderWidth,codeReadout", with(small, encoder(null, 512, null))),
        Arguments.of("patchSize,scoreNetwork", with(small, patches(ScoreNetworkKind.DDPM, 2))),
        Arguments.of("patchSize,scoreNetwork", with(small, patches(ScoreNetworkKind.NCSN_V2, 2))),
        Arguments.of("objective,mixup", with(autoencoder, loss(null, null, null, true))),
        Arguments.of(
            "objective,reconstruction",
            with(autoencoder, loss(null, null, Reconstruction.NONE, null))),
        Arguments.of(
            "reconstructionWeight,reconstruction",
            with(small, loss(null, null, null, null, null, 1., null))),
        Arguments.of(
            "objective,latentPenalty",
            with(
                TrainingWish.of("ds-1", "small", Objective.DRL_UNPENALISED),
                loss(1., null, null, null, null, null, null))),
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
                    null,
                    null,
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
  void picturesOfSamplesThatCannotBeMadeAreRefused() {
    long pictures = Presets.find("tiny").orElseThrow().steps() + 1; // one before the first
    var tooMany = with(wish("tiny"), drawn(new SampleGridWish(1L, 11, null, null, null)));
    assertThat(violations(tooMany, Optional.of(setting(32, 32, 100))))
        .containsExactly(
            new InvalidField("sampleImages", "the data set has 10 test images (see datasetId)"),
            new InvalidField("datasetId", "the data set has 10 test images (see sampleImages)"),
            new InvalidField(
                "sampleEverySteps",
                "would give %d pictures, at most 1000 are kept (see steps)".formatted(pictures)),
            new InvalidField(
                "steps",
                "would give %d pictures, at most 1000 are kept (see sampleEverySteps)"
                    .formatted(pictures)));
    var autoencoder =
        with(
            TrainingWish.of("ds-1", "tiny", Objective.AE),
            drawn(new SampleGridWish(500L, null, null, null, null)));
    assertThat(violations(autoencoder, Optional.of(setting(32, 32, 100))))
        .extracting(InvalidField::field)
        .containsExactly("sampleEverySteps", "objective");
  }

  @Test
  void networksOfAChainAreNotAskedAtTimesBetween() {
    var chain = with(wish("small"), loss(TimeSteps.DISCRETE, null, null, null));
    for (var solver : Solver.values()) {
      var wish = with(chain, drawn(new SampleGridWish(500L, 8, null, null, solver)));
      if (solver.inTime()) {
        assertThat(violations(wish, Optional.of(setting(32, 32, 4_000))))
            .extracting(InvalidField::field)
            .containsExactly("sampleSolver", "timeSteps");
      } else {
        assertThat(resolve(wish, setting(32, 32, 4_000)).samples()).isNotNull();
      }
    }
  }

  @Test
  void snapshotsThatWouldFillTheStoreAreRefused() {
    long steps = Presets.find("tiny").orElseThrow().steps();
    assertThat(
            resolve(with(wish("tiny"), keeping(steps / 100)), setting(32, 32, 100)).checkpoints())
        .extracting(CheckpointPlan::keepEverySteps)
        .isEqualTo(steps / 100);
    assertThat(
            violations(with(wish("tiny"), keeping(steps / 101)), Optional.of(setting(32, 32, 100))))
        .extracting(InvalidField::field)
        .containsExactly("keepEverySteps", "steps");
  }

  private static OperationWish keeping(long everySteps) {
    return new OperationWish(null, null, null, everySteps, null, null, null, SampleGridWish.NONE);
  }
}
