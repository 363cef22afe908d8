package org.p2f.numerics.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.train.TinyRun;
import org.p2f.numerics.train.Trainer;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.KnownPart;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.Probe;
import org.p2f.spec.sampling.SamplingMethod;
import org.p2f.spec.sampling.Solver;
import org.p2f.spec.sampling.StepSpacing;
import org.p2f.spec.sampling.Tolerance;

/** Scores with codes and without, apart and together. */
class GuidanceTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final Weights WEIGHTS = Weights.RAW;
  private static final double GUIDANCE = 2;
  private static final int BATCH = 2;
  private static final Shape IMAGES = new Shape(BATCH, 3, 32, 32);

  @TempDir static Path folder;

  private final PtNDManager scope = ENGINE.newScope();

  /** Models whose network was told all, some and none of the codes. */
  @BeforeAll
  static void makeModels() throws IOException {
    try (var data = ImageDataset.open(TinyRun.dataset(folder, 1))) {
      for (double codeDropout : new double[] {0, .5, 1}) {
        var spec = TinyRun.withCodeDropout(TinyRun.spec(6), codeDropout);
        try (var trainer = Trainer.start(ENGINE, spec, data)) {
          while (trainer.position() < 6) {
            trainer.step();
          }
          trainer.exportModel(Files.createDirectory(path(codeDropout)));
        }
      }
    }
  }

  private static Path path(double codeDropout) {
    return folder.resolve("dropout-" + codeDropout);
  }

  private static ModelFiles files(double codeDropout) {
    return ModelFiles.in(path(codeDropout), WEIGHTS);
  }

  @AfterEach
  void freeTensors() {
    scope.close();
  }

  private static ModelScore score(CodeForm form, double guidance) throws IOException {
    return ModelScore.load(ENGINE, files(.5), WEIGHTS, new ModelScore.Condition(form, guidance));
  }

  private float[] at(ModelScore score, List<NDArray> condition) {
    try (score;
        var program =
            new ProgramBuilder()
                .method(
                    "score",
                    g -> {
                      var inGraph = score.in(g);
                      return List.of(inGraph.at(g.tensor("x"), g.tensor("t")).contiguous());
                    })
                .compile(ENGINE)) {
      var all = new ArrayList<>(score.arguments(condition));
      all.add(normal(IMAGES, 1));
      all.add(scope.create(new double[] {.2, .6}));
      return program.call(scope, "score", all.toArray()).get(0).toFloatArray();
    }
  }

  /** Of the network's scores with a code and with zeros, by (1 + w)·s(z) − w·s(0). */
  @ParameterizedTest
  @ValueSource(doubles = {.5, GUIDANCE, 100})
  void guidedScoreIsWrittenOutOfTwoOthers(double w) throws IOException {
    var codes = codes();
    float[] told = at(score(CodeForm.FIXED, 0), List.of(codes));
    float[] untold = at(score(CodeForm.FIXED, 0), List.of(codes.mul(0)));
    assertThat(at(score(CodeForm.NONE, 0), List.of())).isEqualTo(untold);
    float[] guided = at(score(CodeForm.FIXED, w), List.of(codes));
    double largest = 0;
    for (float value : untold) {
      largest = Math.max(largest, Math.abs(value));
    }
    double moved = 0;
    for (int i = 0; i < guided.length; i++) {
      double expected = (1 + w) * told[i] - w * untold[i];
      // float32: sums in the network, multiplied by 1 + 2w
      assertThat((double) guided[i]).isCloseTo(expected, within(1e-5 * (1 + 2 * w) * largest));
      moved = Math.max(moved, Math.abs(told[i] - untold[i]));
    }
    assertThat(moved).isGreaterThan(1e-3 * largest); // else nothing is shown
  }

  @Test
  void guidanceIsByTheCodesOfImagesToo() throws IOException {
    var images = normal(IMAGES, 2);
    float[] told = at(score(CodeForm.OF_IMAGE, 0), List.of(images));
    float[] untold = at(score(CodeForm.NONE, 0), List.of());
    float[] guided = at(score(CodeForm.OF_IMAGE, 1), List.of(images));
    for (int i = 0; i < guided.length; i++) {
      double expected = 2. * told[i] - untold[i];
      assertThat((double) guided[i])
          .isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected)))); // float32
    }
  }

  static Stream<SamplingMethod> methods() {
    return Stream.concat(
        Stream.of(
            new SamplingMethod.PredictorCorrector(
                Predictor.REVERSE_DIFFUSION, new Corrector.Langevin(.16, 1), 5, true),
            new SamplingMethod.ProbabilityFlow(new Tolerance(1e-3, 1e-3), true)),
        Arrays.stream(Solver.values())
            .map(solver -> new SamplingMethod.FixedSteps(solver, StepSpacing.KARRAS, 3, true)));
  }

  /** Every way to samples, by a score that is put together of two passes of the network here. */
  @ParameterizedTest
  @MethodSource("methods")
  void samplesAreThoseOfTheScorePutTogetherByHand(SamplingMethod method) throws IOException {
    float[] guided;
    float[] unguided;
    float[] byHand;
    try (var score = score(CodeForm.FIXED, GUIDANCE)) {
      guided = sampled(method, score);
    }
    try (var score = score(CodeForm.FIXED, 0)) {
      unguided = sampled(method, score);
    }
    try (var score = new ByHand()) {
      byHand = sampled(method, score);
    }
    double off = distance(guided, byHand);
    double moved = distance(guided, unguided);
    System.out.println("GuidanceTest: %s is off by %.1e of %.1e".formatted(method, off, moved));
    // Float32 sums in batches of another size, of which codes move little: 1.3e-2 at most. Another
    // share of either score would be off by a third or more.
    assertThat(off).isLessThan(5e-2 * moved);
  }

  private float[] sampled(SamplingMethod method, Score score) throws IOException {
    var noising = ModelSpec.read(files(.5).spec()).noising();
    try (var sampler =
        new Sampler(ENGINE, noising, score, method, false, NoiseShare.OWN, ElementType.FLOAT32)) {
      var batch = new Sampler.Batch(0, IMAGES, List.of(codes()), null);
      return sampler
          .sample(scope, batch, new RandomStreams(4), SolverProgress.none())
          .toFloatArray();
    }
  }

  private static double distance(float[] some, float[] others) {
    double sum = 0;
    for (int i = 0; i < some.length; i++) {
      assertThat(some[i]).isFinite();
      sum += Math.pow(some[i] - others[i], 2);
    }
    return Math.sqrt(sum / some.length);
  }

  /** (1 + w)·s(x, t, z) − w·s(x, t, 0) by two passes. */
  private static final class ByHand implements Score, AutoCloseable {
    private final ModelSpec spec;
    private final ModelTensors tensors;

    ByHand() throws IOException {
      spec = ModelSpec.read(files(.5).spec());
      tensors =
          ModelTensors.load(
              ENGINE,
              files(.5),
              WEIGHTS,
              scope -> {
                var g = scope.graph();
                return spec.network()
                    .score(scope, g.tensor("x"), g.tensor("t"), g.tensor("z"), Dropout.none());
              });
    }

    @Override
    public InGraph in(Graph graph) {
      var inner = tensors.scope(graph);
      var codes = graph.tensor("codes");
      return (x, t) -> {
        Value told = spec.network().score(inner, x, t, codes, Dropout.none());
        Value untold = spec.network().score(inner, x, t, codes.mul(0), Dropout.none());
        return told.add(told.sub(untold).mul(GUIDANCE));
      };
    }

    @Override
    public List<Object> arguments() {
      return tensors.arguments();
    }

    @Override
    public void close() {
      tensors.close();
    }
  }

  @Test
  void withoutCodesOneModelMakesWhatItMakesOfZeros() throws IOException {
    var chain = methods().findFirst().orElseThrow();
    int d = ModelSpec.read(files(.5).spec()).latentSize();
    var zeros = new SampleSource.Codes(List.of(new float[d], new float[d]));
    var made = made(.5, ModelSampler.SourceKind.NOTHING, new SampleSource.Nothing(2), chain);
    assertThat(made).isDeepEqualTo(made(.5, ModelSampler.SourceKind.CODES, zeros, chain));
    assertThat(made[0]).isNotEqualTo(made[1]); // each has noise of its own
    assertThat(made(1, ModelSampler.SourceKind.NOTHING, new SampleSource.Nothing(1), chain))
        .hasDimensions(1, 3 * 32 * 32);
  }

  private static float[][] made(
      double codeDropout, ModelSampler.SourceKind kind, SampleSource source, SamplingMethod method)
      throws IOException {
    var setting =
        new ModelSampler.Setting(
            WEIGHTS, method, 0, kind, new KnownPart.Nothing(), OptionalDouble.empty());
    try (var sampler = ModelSampler.load(ENGINE, files(codeDropout), setting)) {
      return sampler
          .sample(0, source, new RandomStreams(1), SolverProgress.none())
          .toArray(float[][]::new);
    }
  }

  @Test
  void bitsWithoutCodesAreOthersThanThoseWithThem() throws IOException {
    var image = new float[3 * 32 * 32];
    Arrays.fill(image, .4f);
    double without = bits(.5, false, image);
    assertThat(without).isFinite().isNotEqualTo(bits(.5, true, image));
    assertThat(bits(1, false, image)).isFinite();
  }

  private static double bits(double codeDropout, boolean withCodes, float[] image)
      throws IOException {
    try (var likelihood =
        ModelLikelihood.load(
            ENGINE, files(codeDropout), WEIGHTS, withCodes, new Tolerance(1e-2, 1e-2))) {
      return likelihood
          .bitsPerDimension(
              0, List.of(image), Probe.RADEMACHER, 1, new RandomStreams(1), SolverProgress.none())[
          0];
    }
  }

  @Test
  void whatANetworkHasNotLearntIsRefused() throws IOException {
    assertRefused(0, new ModelScore.Condition(CodeForm.NONE, 0));
    assertRefused(0, new ModelScore.Condition(CodeForm.OF_IMAGE, 1));
    assertRefused(1, new ModelScore.Condition(CodeForm.FIXED, 0));
    assertRefused(1, new ModelScore.Condition(CodeForm.BETWEEN, 1));
    assertThat(Reconstructor.kindOf(spec(.5), names())).isPresent();
    assertThat(Reconstructor.kindOf(spec(1), names())).isEmpty();
    for (double guidance : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new ModelScore.Condition(CodeForm.FIXED, guidance))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new ModelScore.Condition(CodeForm.NONE, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(double codeDropout, ModelScore.Condition condition) {
    assertThatThrownBy(() -> ModelScore.load(ENGINE, files(codeDropout), WEIGHTS, condition))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("code dropout of " + codeDropout);
  }

  private static ModelSpec spec(double codeDropout) throws IOException {
    return ModelSpec.read(files(codeDropout).spec());
  }

  private static Set<String> names() {
    return Set.of("encoder.conv1.weight", "all_modules.1.weight");
  }

  private NDArray codes() throws IOException {
    return normal(new Shape(BATCH, spec(.5).latentSize()), 3);
  }

  /** Standard normal numbers. */
  private NDArray normal(Shape shape, long seed) {
    RandomGenerator random = new RandomStreams(seed).stream("test", 0);
    var values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return scope.create(values, shape);
  }
}
