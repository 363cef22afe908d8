package org.p2f.numerics.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.train.TinyRun;
import org.p2f.numerics.train.Trainer;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.KnownPart;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.Probe;
import org.p2f.spec.sampling.SamplingMethod;
import org.p2f.spec.sampling.Solver;
import org.p2f.spec.sampling.StepSpacing;
import org.p2f.spec.sampling.Tolerance;

/** A model of a few steps: what it makes is noise, yet noise that must obey. */
class ModelSamplerTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final SamplingMethod CHAIN =
      new SamplingMethod.PredictorCorrector(
          Predictor.REVERSE_DIFFUSION, new Corrector.Langevin(.16, 1), 10, true);
  private static final KnownPart NOTHING = new KnownPart.Nothing();

  @TempDir static Path folder;

  private static List<float[]> images = List.of();

  @BeforeAll
  static void makeModel() throws IOException {
    try (var data = ImageDataset.open(TinyRun.dataset(folder, 1));
        var trainer = Trainer.start(ENGINE, TinyRun.spec(3), data)) {
      for (int i = 0; i < 3; i++) {
        trainer.step();
      }
      trainer.exportModel(folder);
      var some = new ArrayList<float[]>();
      for (int i = 0; i < 3; i++) {
        byte[] bytes = data.pixels(i).toArray(ValueLayout.JAVA_BYTE);
        var image = new float[bytes.length];
        for (int v = 0; v < image.length; v++) {
          image[v] = (bytes[v] & 255) / 255f;
        }
        some.add(image);
      }
      images = some;
    }
  }

  private static List<float[]> sample(
      SamplingMethod method,
      KnownPart known,
      OptionalDouble codeTime,
      SampleSource source,
      long seed)
      throws IOException {
    var kind =
        switch (source) {
          case SampleSource.Codes _ -> ModelSampler.SourceKind.CODES;
          case SampleSource.Images _ -> ModelSampler.SourceKind.IMAGES;
          case SampleSource.Between _ -> ModelSampler.SourceKind.BETWEEN;
          case SampleSource.Nothing _ -> ModelSampler.SourceKind.NOTHING;
        };
    var setting = new ModelSampler.Setting(Weights.EMA, method, 0, kind, known, codeTime);
    try (var sampler = ModelSampler.load(ENGINE, files(), setting)) {
      return sampler.sample(0, source, new RandomStreams(seed), SolverProgress.none());
    }
  }

  private static ModelFiles files() {
    return ModelFiles.in(folder, Weights.EMA);
  }

  private static float[] flat(List<float[]> images) {
    var all = new float[images.size() * images.getFirst().length];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, all, i * images.get(i).length, images.get(i).length);
    }
    return all;
  }

  @Test
  void sameSeedGivesTheSameImagesAndAnotherOneOthers() throws IOException {
    var source = new SampleSource.Images(images);
    var first = flat(sample(CHAIN, NOTHING, OptionalDouble.empty(), source, 1));
    assertThat(flat(sample(CHAIN, NOTHING, OptionalDouble.empty(), source, 1))).isEqualTo(first);
    assertThat(flat(sample(CHAIN, NOTHING, OptionalDouble.empty(), source, 2))).isNotEqualTo(first);
  }

  @Test
  void codeDecidesTheImage() throws IOException {
    int d = ModelSpec.read(folder.resolve(ModelFiles.SPEC)).latentSize();
    var zero = new float[d];
    var ten = new float[d];
    Arrays.fill(ten, 10);
    var zeros = sample(CHAIN, NOTHING, OptionalDouble.empty(), codes(zero), 1).getFirst();
    assertThat(sample(CHAIN, NOTHING, OptionalDouble.empty(), codes(ten), 1).getFirst())
        .isNotEqualTo(zeros);
    assertThatThrownBy(
            () -> sample(CHAIN, NOTHING, OptionalDouble.empty(), codes(new float[d + 1]), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("values");
  }

  private static SampleSource codes(float[] code) {
    return new SampleSource.Codes(List.of(code));
  }

  /**
   * At a share of 0 the image is the first one's reconstruction with that noise, at 1 the other's.
   */
  @Test
  void interpolationGoesFromOneImageToTheOther() throws IOException {
    for (var codeTime : List.of(OptionalDouble.empty(), OptionalDouble.of(.5))) {
      var between = new SampleSource.Between(images.subList(0, 2), List.of(0., .5, 1.));
      var made = sample(CHAIN, NOTHING, codeTime, between, 3);
      var swapped =
          sample(
              CHAIN,
              NOTHING,
              codeTime,
              new SampleSource.Between(images.subList(0, 2).reversed(), List.of(0., .5, 1.)),
              3);
      assertThat(made.get(0)).isNotEqualTo(made.get(2));
      // batches are equal but for their order, in which Langevin's norms are summed; pixels reach
      // hundreds in float32; measured 2e-3
      assertThat(distance(made.get(0), swapped.get(2))).isLessThan(1e-2);
      assertThat(distance(made.get(1), swapped.get(1))).isLessThan(1e-2);
    }
  }

  private static double distance(float[] a, float[] b) {
    double worst = 0;
    for (int i = 0; i < a.length; i++) {
      worst = Math.max(worst, Math.abs(a[i] - b[i]));
    }
    return worst;
  }

  @Test
  void inpaintingKeepsAllButTheHole() throws IOException {
    var hole = new KnownPart.AllBut(8, 4, 10, 6);
    var made = sample(CHAIN, hole, OptionalDouble.empty(), new SampleSource.Images(images), 1);
    for (int i = 0; i < images.size(); i++) {
      boolean anyOther = false;
      for (int v = 0; v < images.get(i).length; v++) {
        int x = v % 32;
        int y = v / 32 % 32;
        if (x >= 8 && x < 18 && y >= 4 && y < 10) {
          anyOther |= Math.abs(made.get(i)[v] - images.get(i)[v]) > .01;
        } else {
          assertThat(made.get(i)[v]).isCloseTo(images.get(i)[v], within(1e-5f)); // float32
        }
      }
      assertThat(anyOther).isTrue();
    }
  }

  @Test
  void colourisationKeepsTheBrightness() throws IOException {
    var made =
        sample(
            CHAIN,
            new KnownPart.Brightness(),
            OptionalDouble.of(.3),
            new SampleSource.Images(images),
            1);
    for (int i = 0; i < images.size(); i++) {
      assertThat(made.get(i)).isNotEqualTo(images.get(i));
      for (int at = 0; at < 32 * 32; at++) {
        // Float32: colours of an untrained model reach hundreds, of which the brightness is the
        // sum.
        float rounding = 16 * Math.ulp(largest(made.get(i), at));
        assertThat(brightness(made.get(i), at))
            .isCloseTo(brightness(images.get(i), at), within(Math.max(1e-6f, rounding)));
      }
    }
  }

  private static float largest(float[] image, int at) {
    return Math.max(
        Math.abs(image[at]), Math.max(Math.abs(image[1024 + at]), Math.abs(image[2048 + at])));
  }

  private static float brightness(float[] image, int at) {
    return (image[at] + image[1024 + at] + image[2048 + at]) / 3;
  }

  @Test
  void brightnessIsTheFirstVectorOfAnOrthonormalBasis() {
    var space =
        new PixelSpace(new Preprocessing(3, 1, 1, List.of(0., 0., 0.), List.of(.2, .3, .6)));
    float[] basis = space.brightnessFirst();
    for (int c = 0; c < 3; c++) {
      assertThat(basis[c]).isCloseTo(new float[] {.2f, .3f, .6f}[c] / .7f, within(1e-6f));
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double product = 0;
        for (int c = 0; c < 3; c++) {
          product += basis[3 * i + c] * basis[3 * j + c];
        }
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-6));
      }
    }
  }

  @Test
  void flowSamplesToo() throws IOException {
    var flow = new SamplingMethod.ProbabilityFlow(new Tolerance(1e-2, 1e-2), true);
    var made =
        sample(
            flow,
            NOTHING,
            OptionalDouble.empty(),
            new SampleSource.Images(images.subList(0, 1)),
            1);
    for (float value : made.getFirst()) {
      assertThat(value).isFinite();
    }
  }

  @ParameterizedTest
  @EnumSource(Solver.class)
  void solversSampleToo(Solver solver) throws IOException {
    var steps = new SamplingMethod.FixedSteps(solver, StepSpacing.KARRAS, 3, true);
    var source = new SampleSource.Images(images.subList(0, 1));
    var made = sample(steps, NOTHING, OptionalDouble.empty(), source, 1);
    for (float value : made.getFirst()) {
      assertThat(value).isFinite();
    }
  }

  /**
   * An untrained output is near 0, so the flow of a VE diffusion leaves images where they are: the
   * density is the prior's, and its bits are known.
   */
  @Test
  void bitsPerDimensionCountScalingAndQuantisation() throws IOException {
    try (var data = ImageDataset.open(TinyRun.dataset(folder, 2));
        var trainer = Trainer.start(ENGINE, TinyRun.spec(1), data)) {
      var untrained = Files.createDirectory(folder.resolve("untrained"));
      trainer.exportModel(untrained);
    }
    try (var likelihood =
        ModelLikelihood.load(
            ENGINE,
            ModelFiles.in(folder.resolve("untrained"), Weights.RAW),
            Weights.RAW,
            true,
            new Tolerance(1e-4, 1e-4))) {
      double[] bits =
          likelihood.bitsPerDimension(
              0, images, Probe.RADEMACHER, 1, new RandomStreams(1), SolverProgress.none());
      double expected =
          Math.log(50 * Math.sqrt(2 * Math.PI)) / Math.log(2)
              + 8
              + likelihood.spec().preprocessing().std().stream()
                      .mapToDouble(Math::log)
                      .average()
                      .orElseThrow()
                  / Math.log(2);
      for (double b : bits) {
        assertThat(b).isCloseTo(expected, within(.01)); // (x/50)²/2 and what the output is off 0
      }
      assertThat(
              likelihood.bitsPerDimension(
                  1,
                  images.subList(1, 2),
                  Probe.GAUSSIAN,
                  2,
                  new RandomStreams(1),
                  SolverProgress.none()))
          .hasSize(1);
    }
  }

  @Test
  void contradictionsAreRefused() {
    assertThatThrownBy(
            () ->
                new ModelSampler.Setting(
                    Weights.RAW,
                    CHAIN,
                    0,
                    ModelSampler.SourceKind.CODES,
                    new KnownPart.Brightness(),
                    OptionalDouble.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KnownPart.AllBut(0, 0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
