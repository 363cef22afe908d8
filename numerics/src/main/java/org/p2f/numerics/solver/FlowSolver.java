package org.p2f.numerics.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Program;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.sampling.Probe;
import org.p2f.spec.sampling.Tolerance;

/**
 * Follows the probability-flow ODE in time, in either direction, with steps as long as a tolerance
 * allows. All images of a batch take the same steps, as long as the one that allows least. For use
 * by one platform thread.
 */
final class FlowSolver implements AutoCloseable {

  private static final double SAFETY = .9;
  private static final double LEAST_FACTOR = .2;
  private static final double MOST_FACTOR = 10;

  /** The first step tried, as a share of the way. */
  private static final double FIRST_STEP = .01;

  /** Steps below this share of the way mean that the score is not smooth. */
  private static final double SMALLEST_STEP = 1e-9;

  private final Engine engine;
  private final Sde sde;
  private final Score score;
  private final boolean divergence;
  private final Program program;

  /**
   * @param noising with continuous times
   * @param divergence whether ∫∇·(dx/dt) dt is followed too
   */
  FlowSolver(Engine engine, Noising noising, Score score, boolean divergence) {
    if (noising.steps() == TimeSteps.DISCRETE) {
      throw new IllegalArgumentException(
          "The probability-flow ODE needs scores at all times, not at those of a chain alone");
    }
    this.engine = engine;
    this.sde = noising.sde();
    this.score = score;
    this.divergence = divergence;
    this.program = new FlowProgram(score, divergence).builder().compile(engine);
  }

  /**
   * Where the images are and how they move.
   *
   * @param integral float64 [B]; null without divergence
   */
  record State(
      NDArray images, NDArray slope, @Nullable NDArray integral, @Nullable NDArray divergence) {

    private static State of(List<NDArray> tensors) {
      return tensors.size() == 2
          ? new State(tensors.get(0), tensors.get(1), null, null)
          : new State(tensors.get(0), tensors.get(1), tensors.get(2), tensors.get(3));
    }

    private List<NDArray> tensors() {
      return integral == null || divergence == null
          ? List.of(images, slope)
          : List.of(images, slope, integral, divergence);
    }

    void attach(PtNDManager owner) {
      tensors().forEach(tensor -> tensor.attach(owner));
    }

    void close() {
      tensors().forEach(NDArray::close);
    }
  }

  /** A step that was tried. */
  record Tried(State state, double error) {}

  /**
   * Follows images from one time to another.
   *
   * @param owner owns the result
   * @param images float64 [B, C, H, W]
   * @param condition of the score
   * @param probe float64, shaped as images; null without divergence
   * @throws ArithmeticException if steps become too small or values not finite
   */
  State solve(
      PtNDManager owner,
      NDArray images,
      List<NDArray> condition,
      @Nullable NDArray probe,
      double from,
      double to,
      Tolerance tolerance,
      SolverProgress progress) {
    double way = to - from;
    double h = way * FIRST_STEP;
    double t = from;
    try (var scope = engine.newScope()) {
      var state = start(scope, images, condition, probe, from);
      while (t != to) {
        boolean last = Math.abs(to - t) <= Math.abs(h) * (1 + 1e-12);
        double step = last ? to - t : h;
        try (var inner = engine.newScope()) {
          var tried = step(inner, state, condition, probe, t, step, tolerance);
          if (tried.error() <= 1) {
            tried.state().attach(scope);
            state.close();
            state = tried.state();
            t = last ? to : t + step;
            progress.at((t - from) / way);
          }
          h = step * factor(tried.error());
        }
        if (Math.abs(h) < Math.abs(way) * SMALLEST_STEP) {
          throw new ArithmeticException("The flow is not smooth at t = " + t);
        }
      }
      state.attach(owner);
      return state;
    }
  }

  /** NaN counts as an error beyond bounds. */
  private static double factor(double error) {
    if (!(error < Double.POSITIVE_INFINITY)) {
      return LEAST_FACTOR;
    }
    double factor = SAFETY * Math.pow(error, -1. / DormandPrince.ORDER);
    return Math.clamp(factor, LEAST_FACTOR, error <= 1 ? MOST_FACTOR : 1);
  }

  /**
   * The state at a time before any step.
   *
   * @param images not taken over
   */
  State start(
      PtNDManager owner,
      NDArray images,
      List<NDArray> condition,
      @Nullable NDArray probe,
      double t) {
    var arguments = score.arguments(condition);
    arguments.add(images);
    if (probe != null) {
      arguments.add(probe);
    }
    arguments.addAll(List.of(t, sde.driftCoefficient(t), halfSquare(t)));
    var slope = program.call(owner, FlowProgram.SLOPE, arguments.toArray());
    var copy = images.duplicate();
    copy.attach(owner);
    return divergence
        ? new State(
            copy,
            slope.get(0),
            owner.zeros(new Shape(images.getShape().get(0)), DataType.FLOAT64),
            slope.get(1))
        : new State(copy, slope.get(0), null, null);
  }

  /**
   * Tries one step.
   *
   * @param h its length, negative where time runs backwards
   */
  Tried step(
      PtNDManager owner,
      State state,
      List<NDArray> condition,
      @Nullable NDArray probe,
      double t,
      double h,
      Tolerance tolerance) {
    var arguments = score.arguments(condition);
    arguments.addAll(state.tensors());
    if (probe != null) {
      arguments.add(probe);
    }
    arguments.addAll(List.of(h, stages(owner, t, h), tolerance.relative(), tolerance.absolute()));
    var results = program.call(owner, FlowProgram.STEP, arguments.toArray());
    int last = results.size() - 1;
    return new Tried(
        State.of(List.copyOf(results.subList(0, last))), results.get(last).getDouble());
  }

  private NDArray stages(PtNDManager owner, double t, double h) {
    int stages = DormandPrince.NODES.size();
    var numbers = new double[3 * stages];
    for (int i = 0; i < stages; i++) {
      double at = Math.clamp(t + DormandPrince.NODES.get(i) * h, 0, 1);
      numbers[3 * i] = at;
      numbers[3 * i + 1] = sde.driftCoefficient(at);
      numbers[3 * i + 2] = halfSquare(at);
    }
    return owner.create(numbers, new Shape(stages, 3));
  }

  private double halfSquare(double t) {
    double g = sde.diffusion(t);
    return g * g / 2;
  }

  /** Probes of the divergence, float64, shaped as images. */
  NDArray probe(PtNDManager owner, NDArray images, Probe kind, long seed) {
    var method =
        switch (kind) {
          case RADEMACHER -> FlowProgram.SIGNS;
          case GAUSSIAN -> FlowProgram.NORMAL;
        };
    return program.call(owner, method, images, seed).get(0);
  }

  @Override
  public void close() {
    program.close();
  }
}
