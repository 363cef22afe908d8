package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.solver.ModelSampler;
import org.p2f.numerics.solver.SampleSource;
import org.p2f.numerics.solver.SolverProgress;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.KnownPart;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.SamplingMethod;

/** Images made while a run goes on. */
class RunSamplerTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int[] IMAGES = {28, 30};
  private static final long SEED = 5;

  /** Steps after which codes tell in samples; at first the score is as good as silent. */
  private static final int TOLD = 60;

  private static final SamplingMethod CHAIN =
      new SamplingMethod.PredictorCorrector(
          Predictor.REVERSE_DIFFUSION, new Corrector.None(), 6, true);

  @TempDir static Path folder;
  private static Path dataset;

  @BeforeAll
  static void makeImages() {
    dataset = TinyRun.dataset(folder, 1);
  }

  private static RunSampler.Setting setting(Weights weights, OptionalDouble codeTime) {
    return new RunSampler.Setting(weights, CHAIN, 0, codeTime, SEED);
  }

  @ParameterizedTest
  @EnumSource(Weights.class)
  void theyAreThoseOfTheModelExportedThen(Weights weights) throws IOException {
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, TinyRun.spec(3), data);
        var sampler = trainer.sampler(setting(weights, OptionalDouble.empty()))) {
      var before = sampler.sample(IMAGES, SolverProgress.none());
      assertThat(array(before)).isDeepEqualTo(array(sampler.sample(IMAGES, SolverProgress.none())));
      advance(trainer, 3);
      var made = sampler.sample(IMAGES, SolverProgress.none());
      trainer.exportModel(folder);
      assertThat(array(made))
          .isDeepEqualTo(array(ofExported(data, weights, OptionalDouble.empty())));
      assertThat(made.getFirst()).isNotEqualTo(before.getFirst());
    }
  }

  @Test
  void codesOfOneTimeAreThoseOfTheExportedEncoder() throws IOException {
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, TinyRun.spec(TOLD), data);
        var sampler = trainer.sampler(setting(Weights.EMA, OptionalDouble.of(.25)))) {
      advance(trainer, TOLD);
      var made = sampler.sample(IMAGES, SolverProgress.none());
      trainer.exportModel(folder);
      var expected = ofExported(data, Weights.EMA, OptionalDouble.of(.25));
      var other = ofExported(data, Weights.EMA, OptionalDouble.of(.75));
      // measured 7.6e-6 and 1.5e-3; the exported encoder has its normalisations folded in
      assertThat(farthest(made, expected)).isLessThan(farthest(made, other) / 3);
    }
  }

  @Test
  void makingThemChangesNothingThatAStepDependsOn() throws IOException {
    var with = folder.resolve("with.safetensors");
    var without = folder.resolve("without.safetensors");
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, TinyRun.spec(3), data);
        var sampler = trainer.sampler(setting(Weights.EMA, OptionalDouble.empty()))) {
      while (trainer.position() < 3) {
        sampler.sample(IMAGES, SolverProgress.none());
        trainer.step();
      }
      trainer.saveCheckpoint(with);
    }
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, TinyRun.spec(3), data)) {
      advance(trainer, 3);
      trainer.saveCheckpoint(without);
    }
    assertThat(Files.mismatch(with, without)).isEqualTo(-1);
  }

  private static double farthest(List<float[]> some, List<float[]> others) {
    double farthest = 0;
    for (int image = 0; image < some.size(); image++) {
      for (int v = 0; v < some.get(image).length; v++) {
        farthest = Math.max(farthest, Math.abs(some.get(image)[v] - others.get(image)[v]));
      }
    }
    return farthest;
  }

  private static float[][] array(List<float[]> images) {
    return images.toArray(float[][]::new);
  }

  private static void advance(Trainer trainer, long position) {
    while (trainer.position() < position) {
      trainer.step();
    }
  }

  private static List<float[]> ofExported(
      ImageDataset data, Weights weights, OptionalDouble codeTime) throws IOException {
    var setting =
        new ModelSampler.Setting(
            weights, CHAIN, 0, ModelSampler.SourceKind.IMAGES, new KnownPart.Nothing(), codeTime);
    try (var sampler = ModelSampler.load(ENGINE, ModelFiles.in(folder, weights), setting)) {
      var source =
          new SampleSource.Images(
              Arrays.stream(IMAGES).mapToObj(i -> RunSampler.pixels(data, i)).toList());
      return sampler.sample(0, source, new RandomStreams(SEED), SolverProgress.none());
    }
  }
}
