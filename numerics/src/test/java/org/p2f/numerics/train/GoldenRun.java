package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.net.ImageDecoder;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.net.ScoreNetwork;
import org.p2f.numerics.net.WideResNetEncoder;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Leaves;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.test.Golden;

/** The run of a file of reference tensors, with its weights and random numbers. */
final class GoldenRun implements AutoCloseable {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  /** A gradient that is 0 but for rounding in float64, as a share of the whole gradient's norm. */
  private static final double VANISHING = 1e-14;

  /**
   * @param metrics of losses and gradient norms
   * @param tensors of weights, averages and running statistics after the last step
   */
  record Errors(double metrics, double tensors) {}

  private final Golden golden;
  private final TrainingSpec spec;
  private final TrainingGraph training;
  private final Declarations evaluation = new Declarations();
  private final Program program;
  private final DataType type;
  private final List<NDArray> parameters;
  private final List<NDArray> buffers;
  private final PtNDManager scope = ENGINE.newScope();

  GoldenRun(Golden golden, Precision precision, Layout layout) {
    this.golden = golden;
    this.spec = GoldenSpec.of(golden, precision, layout);
    this.type = precision == Precision.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
    this.training = TrainingGraph.of(spec, GoldenRun::given);
    this.program =
        training
            .builder()
            .method("evaluate", this::evaluate)
            .method("gradients", this::gradients)
            .compile(ENGINE);
    assertThat(evaluation.parameters()).containsAll(training.parameters());
    assertThat(Stream.of(evaluation.parameters(), evaluation.buffers()).flatMap(List::stream))
        .extracting(tensor -> "w." + tensor.name())
        .containsExactlyInAnyOrderElementsOf(
            golden.file().tensors().keySet().stream().filter(n -> n.startsWith("w.")).toList());
    parameters = read(training.parameters());
    buffers = read(training.buffers());
  }

  private List<NDArray> read(List<TensorSpec> specs) {
    return specs.stream().map(spec -> input("w." + spec.name())).toList();
  }

  private NDArray input(String name) {
    return golden.input(scope, name).toType(type, false);
  }

  private NDArray constant(double value, long... shape) {
    return scope.full(new Shape(shape), (float) value).toType(type, false);
  }

  private List<NDArray> zeros() {
    return parameters.stream().map(p -> scope.zeros(p.getShape(), type)).toList();
  }

  private static List<NDArray> copies(List<NDArray> tensors) {
    return tensors.stream().map(NDArray::duplicate).toList();
  }

  private static Draws given(Graph graph, TrainingSpec spec, Value images) {
    return new Draws(
        graph.tensor("uniform"), graph.tensor("noise"), graph.tensor("eps"), Dropout.none(), null);
  }

  private List<Value> gradients(Graph g) {
    var leaves = new Leaves(g, g.tensors("ps"));
    var inScope = training.training(g, leaves, g.tensors("bs"));
    var x = g.tensor("x");
    var losses = new TrainingLosses(spec).of(inScope, x, given(g, spec, x));
    return Training.gradients(g, losses.total(), leaves.all());
  }

  /** The whole model, whatever of it is trained. */
  private List<Value> evaluate(Graph g) {
    var ps = g.tensors("ps");
    var bs = g.tensors("bs");
    var inScope =
        Scope.root(
            g,
            evaluation,
            i -> g.item(ps, i),
            i -> g.item(bs, i),
            spec.precision(),
            spec.layout(),
            false);
    var x = g.tensor("x");
    var t = g.tensor("t");
    var latent =
        new WideResNetEncoder(spec.encoder(), spec.sde()).encode(inScope.in("encoder"), x, t);
    var noise = g.tensor("noise");
    var z = new Draws(t, noise, g.tensor("eps"), Dropout.none(), null).code(latent);
    var noisy = Noising.continuous(spec.sde()).perturb(x, t, noise, spec.precision().exact());
    var score =
        ScoreNetwork.of(
                spec.scoreNetwork(), spec.encoder().latentSize(), Noising.continuous(spec.sde()))
            .score(inScope, noisy, t, z, Dropout.none());
    return golden.has("eval.reconstruction")
        ? List.of(
            score.contiguous(),
            z,
            ImageDecoder.of(spec.scoreNetwork(), spec.encoder().latentSize(), noising())
                .decode(inScope, t, z, Dropout.none())
                .contiguous())
        : List.of(score.contiguous(), z);
  }

  private Noising noising() {
    return Noising.continuous(spec.sde());
  }

  double evaluationError() {
    var results =
        program.call(
            scope,
            "evaluate",
            read(evaluation.parameters()),
            read(evaluation.buffers()),
            input("eval.x0"),
            input("eval.t"),
            input("eval.noise"),
            epsilon("eval."));
    double worst =
        Math.max(
            golden.error(results.get(0), "eval.output"), golden.error(results.get(1), "eval.z"));
    return results.size() < 3
        ? worst
        : Math.max(worst, golden.error(results.get(2), "eval.reconstruction"));
  }

  /** A deterministic code takes no noise; then this is not used. */
  private NDArray epsilon(String prefix) {
    return golden.has(prefix + "eps") ? input(prefix + "eps") : constant(0, 1);
  }

  double gradientError() {
    var gradients =
        program.call(
            scope,
            "gradients",
            parameters,
            copies(buffers),
            input("step0.x0"),
            input("step0.u"),
            input("step0.noise"),
            epsilon("step0."));
    double worst = 0;
    for (int i = 0; i < gradients.size(); i++) {
      var name = training.parameters().get(i).name();
      worst = Math.max(worst, errorIfHeld(gradients.get(i), "step0.grad." + name));
      worst = Math.max(worst, gradientNormError(gradients.get(i), name));
    }
    return worst;
  }

  /**
   * Biases before a batch normalisation or of attention's keys change nothing: their gradients are
   * 0 up to rounding, so they are compared to the whole gradient's norm. Adam divides by the
   * gradient's own size, so rounding errors move them by whole learning rates (still changing
   * nothing).
   */
  private boolean vanishes(String parameter) {
    return golden.values("step0.gradnorm." + parameter)[0] < VANISHING * wholeNorm();
  }

  private double wholeNorm() {
    return golden.values("gradnorms")[0];
  }

  private double gradientNormError(NDArray gradient, String name) {
    return vanishes(name)
        ? norm(gradient) / wholeNorm()
        : normError(gradient, "step0.gradnorm." + name);
  }

  private double parameterNormError(NDArray parameter, String name) {
    if (!vanishes(name)) {
      return normError(parameter, "after.norm." + name);
    }
    double farthest = 0;
    for (int n = 0; n < golden.number("steps"); n++) {
      farthest +=
          spec.optimizer().learningRateAt(n, spec.steps()) * Math.sqrt((double) parameter.size());
    }
    assertThat(norm(parameter)).isCloseTo(golden.values("after.norm." + name)[0], within(farthest));
    return 0;
  }

  private double normError(NDArray tensor, String name) {
    double expected = golden.values(name)[0];
    return Math.abs(norm(tensor) - expected) / expected;
  }

  private static double norm(NDArray tensor) {
    double squares = 0;
    for (double value : Golden.doubles(tensor)) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  Errors stepsError() {
    var losses = new ArrayList<Double>();
    var norms = new ArrayList<Double>();
    int steps = (int) golden.number("steps");
    double worst = 0;
    var first = zeros();
    var second = zeros();
    var averages = copies(parameters);
    var earlier = scope.zeros(new Shape());
    for (int n = 0; n < steps; n++) {
      var yields = Golden.doubles(step(n, first, second, averages, earlier));
      losses.add(yields[0]);
      norms.add(yields[5]);
      assertThat(yields[1] + yields[2] + yields[3]).isCloseTo(yields[0], withinPercentage(1e-4));
    }
    double metrics = Math.max(error(losses, "losses"), error(norms, "gradnorms"));
    for (int i = 0; i < parameters.size(); i++) {
      var name = training.parameters().get(i).name();
      worst = Math.max(worst, parameterNormError(parameters.get(i), name));
      worst = Math.max(worst, errorIfHeld(parameters.get(i), "after." + name));
      worst = Math.max(worst, errorIfHeld(averages.get(i), "after.ema." + name));
    }
    for (int i = 0; i < buffers.size(); i++) {
      worst =
          Math.max(worst, errorIfHeld(buffers.get(i), "after." + training.buffers().get(i).name()));
    }
    return new Errors(metrics, worst);
  }

  private NDArray step(
      int n, List<NDArray> first, List<NDArray> second, List<NDArray> averages, NDArray earlier) {
    var step = "step" + n + ".";
    return program
        .call(
            scope,
            TrainingGraph.STEP,
            parameters,
            first,
            second,
            averages,
            earlier,
            spec.optimizer().learningRateAt(n, spec.steps()),
            spec.optimizer().averageStepAt(n),
            buffers,
            spec.objective().penalty().shareAt(n),
            input(step + "x0"),
            constant(0, 3, 1, 1),
            constant(1, 3, 1, 1),
            input(step + "u"),
            input(step + "noise"),
            epsilon(step))
        .get(0);
  }

  private double error(List<Double> actual, String expected) {
    return Golden.error(
        actual.stream().mapToDouble(Double::doubleValue).toArray(), golden.values(expected));
  }

  private double errorIfHeld(NDArray actual, String expected) {
    return golden.has(expected) ? golden.error(actual, expected) : 0;
  }

  @Override
  public void close() {
    scope.close();
    program.close();
  }
}
