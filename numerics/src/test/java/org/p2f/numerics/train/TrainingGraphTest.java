package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Leaves;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.network.CodeReadout;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.DdpmSpec;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.NcsnV2Spec;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.network.UNetOptions.Block;
import org.p2f.spec.network.UNetOptions.Combination;
import org.p2f.spec.network.UNetOptions.Embedding;
import org.p2f.spec.network.UNetOptions.ProgressiveInput;
import org.p2f.spec.network.UNetOptions.ProgressiveOutput;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Penalty;
import org.p2f.spec.objective.Preconditioning;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.TimeDraws;
import org.p2f.spec.objective.Weighting;
import org.p2f.spec.optimizer.OptimizerSpec;

class TrainingGraphTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int BATCH = 8;

  /** Values of a code. */
  private static final int CODE = 8;

  private final PtNDManager scope = ENGINE.newScope();

  @AfterEach
  void freeTensors() {
    scope.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "all_modules.1.weight",
        "all_modules.4.Conv_0.weight",
        "latent_to_temb.bias",
        "z_dec_3.weight",
        "encoder.conv1.weight",
        "encoder.linear_latent.bias"
      })
  void gradientsAreTheLossesSlopes(String name) {
    var run = new Run(Precision.FLOAT64, Layout.CONTIGUOUS, 0);
    int index = run.graph.parameters().stream().map(p -> p.name()).toList().indexOf(name);
    var direction = random(run.parameters.get(index).getShape(), DataType.FLOAT64, 99);
    double slope = run.gradients().get(index).mul(direction).sum().getDouble();
    double step = 1e-5;
    run.parameters.get(index).addi(direction.mul(step));
    double above = run.loss();
    run.parameters.get(index).subi(direction.mul(2 * step));
    double below = run.loss();
    assertThat((above - below) / (2 * step))
        .isCloseTo(slope, within(1e-3 * Math.abs(slope))); // measured 8e-5, a few ReLUs turn
  }

  /** Every diffusion, network and objective, in combinations. */
  static Stream<Arguments> variants() {
    var exploding = VarianceExploding.published();
    var preserving = VariancePreserving.published();
    var sub = SubVariancePreserving.published();
    var tiny = network(0);
    var positional =
        new UNetOptions(
            Embedding.POSITIONAL,
            Block.DDPM,
            ProgressiveOutput.RESIDUAL,
            ProgressiveInput.INPUT_SKIP,
            Combination.CAT,
            true,
            false);
    var plain = Objective.scores(LatentKind.GAUSSIAN, 1);
    var encoder = encoder(EncoderTime.GIVEN);
    return Stream.of(
        Arguments.of(
            "EDM, patches, places, scale and shift",
            new EncoderSpec(
                10,
                .125,
                LatentKind.GAUSSIAN,
                3,
                EncoderTime.GIVEN,
                CodeReadout.Spatial.of(CODE, 16),
                Conditioning.SCALE_SHIFT,
                1),
            tiny.withOptions(UNetOptions.published().with(Conditioning.SCALE_SHIFT, 1, 2)),
            new VarianceExploding(.1, 10),
            new Objective(plain.latent(), plain.penalty(), true, Loss.edm(Weighting.EDM), .5)),
        Arguments.of("preserving", encoder, tiny.withOptions(positional), preserving, plain),
        Arguments.of(
            "sub-preserving, likelihood, mixup, code dropout",
            encoder,
            tiny,
            sub,
            objective(
                true,
                Weighting.LIKELIHOOD,
                TimeSteps.CONTINUOUS,
                Reduction.SUM,
                Reconstruction.NONE,
                true,
                .5)),
        Arguments.of(
            "DDPM",
            encoder,
            new DdpmSpec(32, List.of(1, 1), 1, List.of(8), 0, 16, 3),
            preserving,
            objective(
                true,
                Weighting.NOISE,
                TimeSteps.DISCRETE,
                Reduction.MEAN,
                Reconstruction.NONE,
                false)),
        Arguments.of(
            "SMLD, NCSNv2",
            encoder,
            new NcsnV2Spec(4, 16, 3),
            exploding,
            objective(
                true,
                Weighting.NOISE,
                TimeSteps.DISCRETE,
                Reduction.SUM,
                Reconstruction.NONE,
                false)),
        Arguments.of(
            "scores and images, static",
            encoder(EncoderTime.FIXED),
            tiny,
            preserving,
            objective(
                true,
                Weighting.NOISE,
                TimeSteps.CONTINUOUS,
                Reduction.SUM,
                Reconstruction.L2,
                false)),
        Arguments.of(
            "images alone",
            encoder,
            tiny.withOptions(positional),
            sub,
            objective(
                false,
                Weighting.NOISE,
                TimeSteps.CONTINUOUS,
                Reduction.MEAN,
                Reconstruction.BCE,
                false)));
  }

  private static Objective objective(
      boolean scores,
      Weighting weighting,
      TimeSteps times,
      Reduction reduction,
      Reconstruction reconstruction,
      boolean mixup) {
    return objective(scores, weighting, times, reduction, reconstruction, mixup, 0);
  }

  private static Objective objective(
      boolean scores,
      Weighting weighting,
      TimeSteps times,
      Reduction reduction,
      Reconstruction reconstruction,
      boolean mixup,
      double codeDropout) {
    return new Objective(
        LatentKind.GAUSSIAN,
        Penalty.constant(1),
        scores,
        new Loss(
            weighting,
            Preconditioning.NONE,
            times,
            TimeDraws.INDEPENDENT,
            reduction,
            reconstruction,
            reconstruction == Reconstruction.NONE ? 0 : .5,
            mixup,
            codeDropout));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variants")
  void everyCombinationHasGradientsInAllItsParameters(
      String name, EncoderSpec encoder, ScoreNetworkSpec network, Sde sde, Objective objective) {
    var run = new Run(spec(encoder, network, sde, objective, Precision.FLOAT64));
    var directions =
        run.parameters.stream().map(p -> random(p.getShape(), DataType.FLOAT64, 99)).toList();
    double slope = 0;
    var gradients = run.gradients();
    for (int i = 0; i < directions.size(); i++) {
      slope += gradients.get(i).mul(directions.get(i)).sum().getDouble();
    }
    double step = 1e-7;
    run.move(directions, step);
    double above = run.loss();
    run.move(directions, -2 * step);
    double below = run.loss();
    assertThat((above - below) / (2 * step))
        .isCloseTo(slope, within(5e-4 * Math.abs(slope))); // measured 3.9e-5, a few ReLUs turn
  }

  /** What the objective does not need is neither computed nor kept. */
  @Test
  void onlyWhatTheObjectiveAsksForIsTrained() {
    var scores = names(Objective.vdrl());
    var images = names(Objective.variationalAutoencoder(Reconstruction.L2));
    assertThat(scores).noneMatch(n -> n.startsWith("decoder."));
    assertThat(images)
        .anyMatch(n -> n.startsWith("decoder."))
        .noneMatch(n -> n.startsWith("all_modules.3."));
  }

  private static List<String> names(Objective objective) {
    var spec =
        spec(
            encoder(EncoderTime.GIVEN),
            network(0),
            VarianceExploding.published(),
            objective,
            Precision.FLOAT32);
    return TrainingGraph.of(spec).parameters().stream().map(TensorSpec::name).toList();
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void gradientsInBfloat16PointTheWayOfThoseInFloat32(Layout layout) {
    var exact = new Run(Precision.FLOAT32, layout, .1).gradients();
    var rounded = new Run(Precision.BFLOAT16, layout, .1).gradients();
    assertThat(distance(exact, rounded)).isBetween(1e-6, 2e-2); // measured 2.8e-3
  }

  @Test
  void theLayoutDoesNotMatter() {
    double contiguous = new Run(Precision.FLOAT32, Layout.CONTIGUOUS, 0).loss();
    double channelsLast = new Run(Precision.FLOAT32, Layout.CHANNELS_LAST, 0).loss();
    assertThat(channelsLast).isCloseTo(contiguous, within(1e-6 * contiguous)); // measured 1e-7
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void batchInPartsGivesTheGradientsOfTheWhole(int parts) {
    var whole = new Run(Precision.FLOAT64, Layout.CONTIGUOUS, 0);
    var divided = new Run(Precision.FLOAT64, Layout.CONTIGUOUS, 0, parts);
    requireSame(parts, whole, divided);
  }

  @ParameterizedTest
  @ValueSource(doubles = {.4, 1})
  void batchInPartsWithoutSomeCodesGivesTheGradientsOfTheWholeToo(double codeDropout) {
    var spec = TinyRun.withCodeDropout(spec(Precision.FLOAT64, Layout.CONTIGUOUS, 0), codeDropout);
    requireSame(4, new Run(spec), new Run(spec.withBatchParts(4)));
  }

  private static void requireSame(int parts, Run whole, Run divided) {
    double loss = whole.loss();
    assertThat(divided.loss()).isCloseTo(loss, within(1e-12 * loss)); // sums in another order
    double distance = distance(whole.gradients(), divided.gradients());
    System.out.println("TrainingGraphTest: %d parts are off by %.1e".formatted(parts, distance));
    assertThat(distance).isLessThan(1e-12); // sums in another order, in float64
    // The encoder's batch normalisation sees the whole batch in both.
    assertThat(distance(whole.buffers, divided.buffers)).isZero();
  }

  @Test
  void partsInBfloat16AreAsGoodAsTheWhole() {
    var exact = new Run(Precision.FLOAT32, Layout.CHANNELS_LAST, 0).gradients();
    var divided = new Run(Precision.BFLOAT16, Layout.CHANNELS_LAST, 0, 4).gradients();
    assertThat(distance(exact, divided)).isBetween(1e-6, 2e-2); // as of the whole
  }

  /** Of all values taken as one vector, relative to the first's length. */
  private static double distance(List<NDArray> one, List<NDArray> other) {
    double difference = 0;
    double whole = 0;
    for (int i = 0; i < one.size(); i++) {
      var a = one.get(i).toType(DataType.FLOAT64, false);
      difference += a.sub(other.get(i).toType(DataType.FLOAT64, false)).pow(2).sum().getDouble();
      whole += a.pow(2).sum().getDouble();
    }
    return Math.sqrt(difference / whole);
  }

  /** A step with random weights: the initial ones of some layers would silence the rest. */
  private final class Run {
    final TrainingGraph graph;
    final List<NDArray> parameters;
    private final List<NDArray> buffers;
    private final DataType type;
    private final Program program;

    Run(Precision precision, Layout layout, double dropout) {
      this(precision, layout, dropout, 1);
    }

    Run(Precision precision, Layout layout, double dropout, int parts) {
      this(spec(precision, layout, dropout).withBatchParts(parts));
    }

    Run(TrainingSpec spec) {
      type = spec.precision() == Precision.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
      graph = TrainingGraph.of(spec);
      program =
          graph
              .builder()
              .method("loss", g -> loss(g, spec, false))
              .method("gradients", g -> loss(g, spec, true))
              .compile(ENGINE);
      parameters =
          graph.parameters().stream()
              .map(p -> random(new Shape(p.dimensions()), type, p.name().hashCode()).mul(.2))
              .toList();
      buffers =
          graph.buffers().stream().map(b -> scope.ones(new Shape(b.dimensions()), type)).toList();
    }

    private List<Value> loss(Graph g, TrainingSpec spec, boolean gradients) {
      var leaves = new Leaves(g, g.tensors("ps"));
      var inner = graph.training(g, leaves, g.tensors("bs"));
      var x = g.tensor("x");
      var learned = graph.learned(inner, leaves, x, draws(g, spec, x));
      return gradients ? learned.gradients() : List.of(learned.losses().total().detach());
    }

    private Draws draws(Graph g, TrainingSpec spec, Value x) {
      var drawn = Draws.fromSeed(g, spec, x);
      return type == DataType.FLOAT32
          ? drawn
          : new Draws(
              g.tensor("u"),
              g.tensor("noise"),
              g.tensor("eps"),
              Dropout.none(),
              drawn.mixture(),
              drawn.told(),
              null);
    }

    private Object[] arguments() {
      var x = random(new Shape(BATCH, 3, 16, 16), type, 1);
      return type == DataType.FLOAT32
          ? new Object[] {parameters, buffers, x, 5L}
          : new Object[] {
            parameters,
            buffers,
            x,
            5L,
            random(new Shape(BATCH), type, 2).abs().mod(1),
            random(x.getShape(), type, 3),
            random(new Shape(BATCH, CODE), type, 4)
          };
    }

    void move(List<NDArray> directions, double by) {
      for (int i = 0; i < directions.size(); i++) {
        parameters.get(i).addi(directions.get(i).mul(by));
      }
    }

    double loss() {
      var loss = program.call(scope, "loss", arguments()).get(0);
      return loss.toType(DataType.FLOAT64, false).getDouble();
    }

    List<NDArray> gradients() {
      return program.call(scope, "gradients", arguments());
    }
  }

  private static EncoderSpec encoder(EncoderTime time) {
    return new EncoderSpec(10, .125, LatentKind.GAUSSIAN, 3, time);
  }

  private static NcsnPlusPlusSpec network(double dropout) {
    return new NcsnPlusPlusSpec(
        8, List.of(1, 2), 1, List.of(8), dropout, 16, 3, UNetOptions.published());
  }

  static TrainingSpec spec(
      EncoderSpec encoder,
      ScoreNetworkSpec network,
      Sde sde,
      Objective objective,
      Precision precision) {
    return new TrainingSpec(
        encoder,
        network,
        sde,
        objective,
        OptimizerSpec.published(),
        PixelScaling.UNIT,
        BATCH,
        1,
        0,
        precision,
        Layout.CONTIGUOUS);
  }

  private static TrainingSpec spec(Precision precision, Layout layout, double dropout) {
    return new TrainingSpec(
        encoder(EncoderTime.GIVEN),
        network(dropout),
        VarianceExploding.published(),
        Objective.scores(LatentKind.GAUSSIAN, 1), // a penalty large enough to be seen
        OptimizerSpec.published(),
        PixelScaling.UNIT,
        BATCH,
        1,
        0,
        precision,
        layout);
  }

  /** Standard normal numbers. */
  private NDArray random(Shape shape, DataType type, long seed) {
    RandomGenerator random = new RandomStreams(seed).stream("test", 0);
    var values = new double[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    return scope.create(values, shape).toType(type, false);
  }
}
