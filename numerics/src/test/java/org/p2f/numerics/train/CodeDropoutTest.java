package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.net.ScoreNetwork;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Leaves;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.NcsnV2Spec;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.optimizer.OptimizerSpec;

/** Codes that the score network is not told. */
class CodeDropoutTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int BATCH = 6;
  private static final float[] TOLD = {1, 0, 0, 1, 0, 1};
  private static final Shape IMAGES = new Shape(BATCH, 3, 16, 16);
  private static final int PIXELS = 3 * 16 * 16;

  /** Far from 0 in all its layers, so that a network that is told a code heeds it. */
  private static final double WEIGHTS = .2;

  private final PtNDManager scope = ENGINE.newScope();

  @AfterEach
  void freeTensors() {
    scope.close();
  }

  private static TrainingSpec spec(double codeDropout, double penalty, int batch) {
    var spec =
        new TrainingSpec(
            new EncoderSpec(10, .125, LatentKind.DETERMINISTIC, 3),
            new NcsnV2Spec(4, 16, 3),
            VarianceExploding.published(),
            Objective.scores(LatentKind.DETERMINISTIC, penalty),
            OptimizerSpec.published(),
            PixelScaling.UNIT,
            batch,
            1,
            0,
            Precision.FLOAT32,
            Layout.CONTIGUOUS);
    return TinyRun.withCodeDropout(spec, codeDropout);
  }

  @ParameterizedTest
  @ValueSource(doubles = {.1, .5, 1})
  void aShareOfImagesIsNotToldOfAndTheSeedSaysWhich(double share) {
    int batch = 10_000;
    try (var program =
        new ProgramBuilder()
            .method(
                "told",
                g -> List.of(Draws.fromSeed(g, spec(share, 0, batch), g.tensor("x")).told()))
            .compile(ENGINE)) {
      var image = scope.ones(new Shape(1));
      float[] told = program.call(scope, "told", image, 1L).get(0).toFloatArray();
      assertThat(IntStream.range(0, batch).mapToDouble(i -> told[i]))
          .allMatch(value -> value == 0 || value == 1);
      double left = IntStream.range(0, batch).mapToDouble(i -> 1 - told[i]).average().orElseThrow();
      // four standard deviations of the mean of as many draws; at 1 there is no chance left
      assertThat(left).isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / batch)));
      assertThat(program.call(scope, "told", image, 1L).get(0).toFloatArray()).isEqualTo(told);
      float[] others = program.call(scope, "told", image, 2L).get(0).toFloatArray();
      assertThat(Arrays.equals(others, told)).isEqualTo(share == 1);
    }
  }

  /** A run without it draws what it drew before there was such a thing. */
  @Test
  void withoutItNothingIsDrawn() {
    new ProgramBuilder()
        .method(
            "drawn",
            g -> {
              var draws = Draws.fromSeed(g, spec(0, 0, BATCH), g.tensor("x"));
              assertThat(draws.told()).isNull();
              int before = g.size();
              var code = g.op("torch.zeros_like", draws.noise());
              assertThat(draws.told(code)).isSameAs(code);
              assertThat(g.size()).isEqualTo(before + 1); // the zeros
              return List.of(code);
            });
  }

  /**
   * The expected losses are written out, ½·Σ(σ·s + n)²: of scores of the network as published,
   * which takes no code, where codes were dropped, and of the network that is told them elsewhere.
   * With biases of 0 in the maps of the code the two have the same weights.
   */
  @Test
  void anImageWithoutItsCodeHasTheLossOfANetworkThatTakesNone() {
    var step = new Step(spec(.5, 0, BATCH), TOLD);
    float[] losses = step.call("losses").get(0).toFloatArray();
    float[] withCode = step.call("scores").get(0).toFloatArray();
    float[] without = step.withoutCodes();
    for (int i = 0; i < BATCH; i++) {
      double told = loss(step, withCode, i);
      double untold = loss(step, without, i);
      assertThat(Math.abs(told - untold)).isGreaterThan(1e-3 * untold); // else nothing is shown
      // float32 sums of 768 squares
      assertThat((double) losses[i]).isCloseTo(TOLD[i] == 1 ? told : untold, within(1e-5 * untold));
    }
  }

  private static double loss(Step step, float[] scores, int image) {
    double sigma = .01 * Math.pow(5_000, 1e-5 + (1 - 1e-5) * step.uniform[image]);
    double sum = 0;
    for (int v = image * PIXELS; v < (image + 1) * PIXELS; v++) {
      sum += Math.pow(sigma * scores[v] + step.noise[v], 2);
    }
    return sum / 2;
  }

  /** What the encoder hears through the code of such an image is nothing at all. */
  @Test
  void onlyCodesThatWereToldHaveGradients() {
    float[] gradients = new Step(spec(.5, 0, BATCH), TOLD).call("ofCodes").get(0).toFloatArray();
    int d = gradients.length / BATCH;
    for (int i = 0; i < BATCH; i++) {
      boolean told = TOLD[i] == 1;
      assertThat(IntStream.range(i * d, (i + 1) * d)).allMatch(j -> gradients[j] != 0 == told);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void anEncoderWhoseCodesAreNeverToldLearnsFromThePenaltyAlone(int parts) {
    var unpenalised = new Step(spec(1, 0, BATCH).withBatchParts(parts), new float[BATCH]);
    var gradients = unpenalised.call("gradients");
    int encoder = unpenalised.call("ofPenalty").size();
    assertThat(Arrays.stream(values(gradients.subList(0, encoder)))).allMatch(g -> g == 0);
    assertThat(Arrays.stream(values(gradients.subList(encoder, gradients.size()))))
        .anyMatch(g -> g != 0);
    var penalised = new Step(spec(1, .5, BATCH).withBatchParts(parts), new float[BATCH]);
    double[] alone = values(penalised.call("ofPenalty"));
    assertThat(Arrays.stream(alone)).anyMatch(g -> g != 0);
    assertThat(values(penalised.call("gradients").subList(0, encoder)))
        .containsExactly(alone, within(0.)); // zeros were added to it
  }

  private static double[] values(List<NDArray> tensors) {
    return tensors.stream()
        .flatMapToDouble(
            tensor ->
                Arrays.stream(tensor.toType(DataType.FLOAT64, false).flatten().toDoubleArray()))
        .toArray();
  }

  /** One step of training, and what it is made of. */
  private final class Step {
    final float[] uniform = new float[BATCH];
    final float[] noise;
    private final TrainingSpec spec;
    private final TrainingGraph graph;
    private final TrainingLosses losses;
    private final Program program;
    private final NDArray images = normal(IMAGES, 1);
    private final float[] told;
    private final List<NDArray> parameters;
    private final List<NDArray> buffers;

    Step(TrainingSpec spec, float[] told) {
      this.spec = spec;
      this.told = told;
      this.graph = TrainingGraph.of(spec);
      this.losses = new TrainingLosses(spec);
      this.noise = normal(IMAGES, 2).toFloatArray();
      for (int i = 0; i < BATCH; i++) {
        uniform[i] = (i + .5f) / BATCH;
      }
      this.program =
          graph
              .builder()
              .method(
                  "gradients", g -> in(g, (s, l, x, d) -> graph.learned(s, l, x, d).gradients()))
              .method("ofPenalty", g -> in(g, this::ofPenalty))
              .method("ofCodes", g -> in(g, this::ofCodes))
              .method("losses", g -> in(g, this::eachLoss))
              .method("scores", g -> in(g, this::scores))
              .compile(ENGINE);
      this.parameters = graph.parameters().stream().map(this::weights).toList();
      this.buffers =
          graph.buffers().stream().map(b -> scope.ones(new Shape(b.dimensions()))).toList();
    }

    private NDArray weights(TensorSpec parameter) {
      var shape = new Shape(parameter.dimensions());
      return parameter.name().endsWith(".code.bias")
          ? scope.zeros(shape)
          : normal(shape, parameter.name().hashCode()).mul(WEIGHTS);
    }

    private interface Part {
      List<Value> of(Scope scope, Leaves leaves, Value images, Draws draws);
    }

    private List<Value> in(Graph g, Part part) {
      var leaves = new Leaves(g, g.tensors("ps"));
      var inner = graph.training(g, leaves, g.tensors("bs"));
      var x = g.tensor("x");
      var draws =
          new Draws(
              g.tensor("u"), g.tensor("n"), null, Dropout.none(), null, g.tensor("told"), null);
      return part.of(inner, leaves, x, draws);
    }

    private List<Value> ofPenalty(Scope inner, Leaves leaves, Value x, Draws draws) {
      var encoded = losses.encoded(inner, x, draws);
      return Training.gradients(inner.graph(), encoded.penalty(), leaves.all());
    }

    private List<Value> ofCodes(Scope inner, Leaves leaves, Value x, Draws draws) {
      var encoded = losses.encoded(inner, x, draws);
      var code = Training.leaf(inner.graph(), encoded.code());
      var terms = losses.terms(inner, x, encoded.t(), code, draws);
      return Training.gradients(inner.graph(), terms.total(), List.of(code));
    }

    private List<Value> eachLoss(Scope inner, Leaves leaves, Value x, Draws draws) {
      var encoded = losses.encoded(inner, x, draws);
      var each = new ArrayList<Value>();
      for (int i = 0; i < BATCH; i++) {
        each.add(
            losses
                .terms(
                    inner,
                    x.slice(0, i, i + 1),
                    encoded.t().slice(0, i, i + 1),
                    encoded.code().slice(0, i, i + 1),
                    draws.part(i, i + 1))
                .score()
                .detach());
      }
      return List.of(inner.graph().stack(each, 0));
    }

    private List<Value> scores(Scope inner, Leaves leaves, Value x, Draws draws) {
      var encoded = losses.encoded(inner, x, draws);
      int d = spec.encoder().latentSize();
      return List.of(score(inner, d, x, draws.noise(), encoded.t(), encoded.code()));
    }

    private Value score(
        Scope inner, int codeSize, Value x, Value n, Value t, @Nullable Value code) {
      var noising = Noising.of(spec.objective(), spec.sde());
      var noisy = noising.perturb(x, t, n, ElementType.FLOAT32);
      return ScoreNetwork.of(spec.scoreNetwork(), codeSize, noising)
          .score(inner, noisy, t, code, Dropout.none())
          .contiguous()
          .detach();
    }

    List<NDArray> call(String method) {
      return program.call(
          scope, method, parameters, buffers, images, uniforms(), noises(), tolds());
    }

    private NDArray uniforms() {
      return scope.create(uniform);
    }

    private NDArray noises() {
      return scope.create(noise, IMAGES);
    }

    private NDArray tolds() {
      return scope.create(told);
    }

    /** Scores by the same weights of a network that has no place for a code. */
    float[] withoutCodes() {
      var declarations = new Declarations();
      var names = graph.parameters().stream().map(TensorSpec::name).toList();
      var builder =
          new ProgramBuilder()
              .method(
                  "score",
                  g -> {
                    var ps = g.tensors("ps");
                    var inner =
                        Scope.root(
                            g,
                            declarations,
                            i -> g.item(ps, i),
                            i -> {
                              throw new IllegalStateException("NCSNv2 has no buffers");
                            },
                            Precision.FLOAT32,
                            Layout.CONTIGUOUS,
                            true);
                    var x = g.tensor("x");
                    var t = Noising.of(spec.objective(), spec.sde()).times(g.tensor("u"));
                    return List.of(score(inner, 0, x, g.tensor("n"), t, null));
                  });
      try (var alone = builder.compile(ENGINE)) {
        var own =
            declarations.parameters().stream()
                .map(p -> parameters.get(names.indexOf(p.name())))
                .toList();
        return alone.call(scope, "score", own, images, uniforms(), noises()).get(0).toFloatArray();
      }
    }
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
