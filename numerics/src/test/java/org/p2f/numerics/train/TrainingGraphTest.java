package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.loss.Objective;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.net.EncoderSpec;
import org.p2f.numerics.net.LatentKind;
import org.p2f.numerics.net.NcsnPlusPlusSpec;
import org.p2f.numerics.net.UNetOptions;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Leaves;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.sde.VarianceExploding;

class TrainingGraphTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int BATCH = 8;

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
    private final org.p2f.numerics.program.Program program;

    Run(Precision precision, Layout layout, double dropout) {
      this(precision, layout, dropout, 1);
    }

    Run(Precision precision, Layout layout, double dropout, int parts) {
      var spec = spec(precision, layout, dropout).withBatchParts(parts);
      type = precision == Precision.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
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
          : new Draws(g.tensor("u"), g.tensor("noise"), g.tensor("eps"), Dropout.none());
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
            random(new Shape(BATCH, 8), type, 4)
          };
    }

    double loss() {
      var loss = program.call(scope, "loss", arguments()).get(0);
      return loss.toType(DataType.FLOAT64, false).getDouble();
    }

    List<NDArray> gradients() {
      return program.call(scope, "gradients", arguments());
    }
  }

  private static TrainingSpec spec(Precision precision, Layout layout, double dropout) {
    return new TrainingSpec(
        new EncoderSpec(10, .125, LatentKind.GAUSSIAN, 3),
        new NcsnPlusPlusSpec(
            8, List.of(1, 2), 1, List.of(8), dropout, 16, 3, UNetOptions.published()),
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
