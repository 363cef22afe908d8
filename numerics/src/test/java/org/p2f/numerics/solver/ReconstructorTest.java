package org.p2f.numerics.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.solver.Reconstructor.Kind;
import org.p2f.numerics.solver.Reconstructor.Made;
import org.p2f.numerics.solver.Reconstructor.Row;
import org.p2f.numerics.train.TinyRun;
import org.p2f.numerics.train.Trainer;
import org.p2f.numerics.train.TrainingSpec;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.Weights;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Reconstruction;

class ReconstructorTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int VALUES = 3 * 32 * 32;

  @TempDir static Path folder;

  @BeforeAll
  static void trainALittle() throws IOException {
    export(TinyRun.spec(Objective.drl(), Precision.FLOAT32, Layout.CONTIGUOUS, 3), folder);
  }

  private static void export(TrainingSpec spec, Path into) throws IOException {
    try (var data = ImageDataset.open(TinyRun.dataset(into, 1));
        var trainer = Trainer.start(ENGINE, spec, data)) {
      for (int i = 0; i < 3; i++) {
        trainer.step();
      }
      trainer.exportModel(into);
    }
  }

  static List<Sde> diffusions() {
    return Diffusions.all().toList();
  }

  /** Of images that are N(centre, std²): the mean of both normal distributions' product. */
  @ParameterizedTest
  @MethodSource("diffusions")
  void theCleanImageIsThePosteriorMean(Sde sde) {
    double[] centre = {.3, -1};
    double std = .7;
    double[] x0 = {.5, -1.2, .1, -.3, 1, .4, -.8, 0, .2, -2};
    double[] noise = {1, -.5, .2, -2, .7, 1.5, -1, .3, 0, .9};
    double[] times = {1e-5, .1, .5, .9, 1};
    var score = AnalyticScore.normal(sde, std, centre);
    try (var program =
            new ProgramBuilder()
                .method("denoise", g -> Reconstructor.denoised(g, score, Noising.continuous(sde)))
                .compile(ENGINE);
        var tensors = ENGINE.newScope()) {
      var images = new Shape(times.length, 1, 1, 2);
      var out =
          program.call(
              tensors,
              "denoise",
              tensors.create(x0, images),
              tensors.create(noise, images),
              tensors.create(times, new Shape(times.length)));
      float[] noisy = out.get(0).toFloatArray();
      float[] clean = out.get(3).toFloatArray();
      for (int i = 0; i < x0.length; i++) {
        double c = sde.meanCoefficient(times[i / 2]);
        double sigma = sde.marginalStd(times[i / 2]);
        double seen = c * x0[i] + sigma * noise[i];
        double mean =
            centre[i % 2]
                + c * std * std / (c * c * std * std + sigma * sigma) * (seen - c * centre[i % 2]);
        assertThat(out.get(1).toDoubleArray()[i / 2]).isCloseTo(c, within(1e-12));
        assertThat(out.get(2).toDoubleArray()[i / 2]).isCloseTo(sigma, within(1e-12));
        assertThat(noisy[i]).isCloseTo((float) seen, within(1e-5f * (float) Math.max(1, sigma)));
        assertThat(clean[i]).as("value %d", i).isCloseTo((float) mean, within(1e-5f));
      }
    }
  }

  /** In doubles, from the network's score and the noise as they are. */
  @Test
  void aModelsCleanImageIsTweediesOfItsScore() throws IOException {
    var files = ModelFiles.in(folder, Weights.RAW);
    var rows = rows(.2, .6, 1);
    List<Made> made;
    try (var reconstructor = load(folder, Kind.SCORE_NETWORK)) {
      made = reconstructor.reconstruct(rows);
    }
    try (var score =
            ModelScore.load(ENGINE, files, Weights.RAW, ModelScore.Condition.of(CodeForm.FIXED));
        var program =
            new ProgramBuilder()
                .method(
                    "score",
                    g -> {
                      var scores = score.in(g);
                      return List.of(scores.at(g.tensor("x"), g.tensor("t")).contiguous());
                    })
                .compile(ENGINE);
        var tensors = ENGINE.newScope()) {
      var images = score.spec().preprocessing();
      for (int i = 0; i < rows.size(); i++) {
        var row = rows.get(i);
        double sigma = .01 * Math.pow(5000, row.t());
        var x = new float[VALUES];
        for (int v = 0; v < VALUES; v++) {
          int c = v / (32 * 32);
          double seen = (row.pixels()[v] - images.mean().get(c)) / images.std().get(c);
          x[v] = (float) (seen + sigma * row.noise()[v]);
        }
        var arguments = new ArrayList<>(score.arguments());
        arguments.add(tensors.create(row.code(), new Shape(1, row.code().length)));
        arguments.add(tensors.create(x, new Shape(1, 3, 32, 32)));
        arguments.add(tensors.create(new double[] {row.t()}, new Shape(1)));
        float[] s = program.call(tensors, "score", arguments.toArray()).get(0).toFloatArray();
        for (int v = 0; v < VALUES; v++) {
          int c = v / (32 * 32);
          double std = images.std().get(c);
          double mean = images.mean().get(c);
          assertThat(made.get(i).noisy().orElseThrow().image()[v])
              .isCloseTo((float) (x[v] * std + mean), within(1e-5f * (float) Math.max(1, sigma)));
          assertThat(made.get(i).made()[v])
              .isCloseTo(
                  (float) ((x[v] + sigma * sigma * s[v]) * std + mean),
                  within(1e-4f * (float) Math.max(1, sigma)));
        }
      }
    }
  }

  @Test
  void sameRowsGiveTheSameBitsAndTheCodeTells() throws IOException {
    var rows = rows(.2, .6, 1);
    try (var reconstructor = load(folder, Kind.SCORE_NETWORK)) {
      var first = reconstructor.reconstruct(rows).getLast().made();
      assertThat(reconstructor.reconstruct(rows).getLast().made()).isEqualTo(first);
      var last = rows.getLast();
      var other = last.code().clone();
      Arrays.fill(other, 3);
      var told = List.of(new Row(last.pixels(), last.noise(), last.t(), other));
      assertThat(reconstructor.reconstruct(told).getFirst().made()).isNotEqualTo(first);
      var tooLong = new Row(last.pixels(), last.noise(), 1, new float[other.length + 1]);
      assertThatThrownBy(() -> reconstructor.reconstruct(List.of(tooLong)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void atTimeZeroThereIsTheNoiseOfTheSmallestTime() throws IOException {
    try (var reconstructor = load(folder, Kind.SCORE_NETWORK)) {
      var zero = reconstructor.reconstruct(rows(0)).getFirst();
      assertThat(zero.made())
          .isEqualTo(reconstructor.reconstruct(rows(Noising.SMALLEST_TIME)).getFirst().made());
    }
  }

  /**
   * A decoder sees the code alone; of one that was trained by cross-entropy the output are logits.
   */
  @ParameterizedTest
  @EnumSource(
      value = Reconstruction.class,
      names = {"L2", "BCE"})
  void autoencodersDecode(Reconstruction loss) throws IOException {
    var into = Files.createDirectory(folder.resolve(loss.name()));
    var like = TinyRun.spec(3);
    export(
        new TrainingSpec(
            new EncoderSpec(10, .25, LatentKind.DETERMINISTIC, 3),
            like.scoreNetwork(),
            like.sde(),
            Objective.autoencoder(loss),
            like.optimizer(),
            PixelScaling.UNIT,
            like.batchSize(),
            like.steps(),
            like.seed(),
            like.precision(),
            like.layout()),
        into);
    assertThat(kind(into)).contains(Kind.DECODER);
    try (var reconstructor = load(into, Kind.DECODER)) {
      var row = rows(.5).getFirst();
      var made = reconstructor.reconstruct(List.of(row)).getFirst();
      assertThat(made.noisy()).isEmpty();
      var other = new Row(new float[VALUES], new float[0], row.t(), row.code());
      assertThat(reconstructor.reconstruct(List.of(other)).getFirst().made())
          .isEqualTo(made.made());
      for (float value : made.made()) {
        if (loss == Reconstruction.BCE) {
          assertThat(value).isBetween(0f, 1f);
        }
        assertThat(value).isFinite();
      }
    }
  }

  @Test
  void whatAModelHoldsTellsWhatMakesItsImages() throws IOException {
    assertThat(kind(folder)).contains(Kind.SCORE_NETWORK);
    var spec = ModelSpec.read(folder.resolve(ModelFiles.SPEC));
    assertThat(Reconstructor.kindOf(spec, Set.of("encoder.conv1.weight"))).isEmpty();
  }

  private static Optional<Kind> kind(Path of) throws IOException {
    try (var weights = ModelFiles.in(of, Weights.RAW).openWeights(Weights.RAW)) {
      return Reconstructor.kindOf(
          ModelSpec.read(of.resolve(ModelFiles.SPEC)), weights.tensors().keySet());
    }
  }

  private static Reconstructor load(Path from, Kind kind) throws IOException {
    return Reconstructor.load(ENGINE, ModelFiles.in(from, Weights.RAW), Weights.RAW, kind);
  }

  /** A row at each time, of one image and its noise. */
  private static List<Row> rows(double... times) throws IOException {
    int d = ModelSpec.read(folder.resolve(ModelFiles.SPEC)).latentSize();
    var random = new RandomStreams(1).stream("row", 0);
    var pixels = new float[VALUES];
    var noise = new float[VALUES];
    for (int v = 0; v < VALUES; v++) {
      pixels[v] = random.nextFloat();
      noise[v] = (float) random.nextGaussian();
    }
    var code = new float[d];
    for (int i = 0; i < d; i++) {
      code[i] = (float) random.nextGaussian();
    }
    return Arrays.stream(times).mapToObj(t -> new Row(pixels, noise, t, code)).toList();
  }
}
