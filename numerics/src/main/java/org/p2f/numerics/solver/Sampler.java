package org.p2f.numerics.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.SamplingMethod;

/**
 * Makes images of noise. With engine, score, method, seed and batch equal, results are equal bit
 * for bit. For use by one platform thread.
 */
public final class Sampler implements AutoCloseable {

  private static final String PRIOR_STREAM = "sampling-prior";
  private static final String STEP_STREAM = "sampling-step";

  private final Engine engine;
  private final Noising noising;
  private final Sde sde;
  private final Score score;
  private final SamplingMethod method;
  private final ElementType state;
  private final Program program;
  private final @Nullable FlowSolver flow;
  private final @Nullable FixedSolver fixed;

  /**
   * @param noising what the score knows of
   * @param known whether batches say what is known of their images
   * @param noise whether all images of a batch get the same noise or each its own
   * @param state type of the images between the steps of a predictor, FLOAT32 or FLOAT64; the
   *     probability-flow ODE keeps FLOAT64
   * @throws IllegalArgumentException if method, diffusion and what is known contradict each other
   */
  public Sampler(
      Engine engine,
      Noising noising,
      Score score,
      SamplingMethod method,
      boolean known,
      NoiseShare noise,
      ElementType state) {
    this.engine = engine;
    this.noising = noising;
    this.sde = noising.sde();
    this.score = score;
    this.method = method;
    switch (method) {
      case SamplingMethod.PredictorCorrector pc -> {
        if (!pc.predictor().fits(sde)) {
          throw new IllegalArgumentException(
              "There is no ancestral sampling of a sub-VP diffusion");
        }
        this.state = state;
        this.program =
            new StepProgram(score, pc.predictor(), pc.corrector(), known, noise, state)
                .builder()
                .compile(engine);
        this.flow = null;
        this.fixed = null;
      }
      case SamplingMethod.ProbabilityFlow _ -> {
        this.state = ElementType.FLOAT64;
        this.program = withoutSteps(engine, score, known, noise);
        this.flow = new FlowSolver(engine, noising, score, false);
        this.fixed = null;
      }
      case SamplingMethod.FixedSteps steps -> {
        this.state = ElementType.FLOAT64;
        this.program = withoutSteps(engine, score, known, noise);
        this.flow = null;
        this.fixed = new FixedSolver(engine, noising, score, steps);
      }
    }
  }

  /** What the probability-flow ODE needs beside its own steps. */
  private static Program withoutSteps(Engine engine, Score score, boolean known, NoiseShare noise) {
    if (known) {
      throw new IllegalArgumentException(
          "The probability-flow ODE cannot keep a known part of images");
    }
    return new StepProgram(
            score, Predictor.NONE, new Corrector.None(), false, noise, ElementType.FLOAT64)
        .builder()
        .compile(engine);
  }

  /**
   * Images to be made together.
   *
   * @param number of this batch in the sampling; decides its noise
   * @param images shape [B, C, H, W]
   * @param condition of the score
   * @param known null where nothing is known of the images
   */
  public record Batch(long number, Shape images, List<NDArray> condition, @Nullable Known known) {
    public Batch {
      condition = List.copyOf(condition);
    }
  }

  /**
   * @param owner owns the result
   * @param streams of the whole sampling
   * @return images as the network sees them, float32 [B, C, H, W]
   * @throws ArithmeticException if the flow cannot be followed
   */
  public NDArray sample(
      PtNDManager owner, Batch batch, RandomStreams streams, SolverProgress progress) {
    try (var scope = engine.newScope()) {
      var noise = prior(scope, batch.images(), streams.seedOf(PRIOR_STREAM, batch.number()));
      var made =
          switch (method) {
            case SamplingMethod.PredictorCorrector pc ->
                correct(
                    scope,
                    pc,
                    batch,
                    noise,
                    new RandomStreams(streams.seedOf(STEP_STREAM, batch.number())),
                    progress);
            case SamplingMethod.ProbabilityFlow ode -> follow(scope, ode, batch, noise, progress);
            case SamplingMethod.FixedSteps steps -> follow(scope, steps, batch, noise, progress);
          };
      var result = made.toType(DataType.FLOAT32, true);
      result.attach(owner);
      return result;
    }
  }

  private NDArray prior(PtNDManager owner, Shape shape, long seed) {
    var like =
        owner.zeros(shape, state == ElementType.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32);
    return program.call(owner, StepProgram.PRIOR, like, sde.priorStd(), seed).get(0);
  }

  private NDArray correct(
      PtNDManager owner,
      SamplingMethod.PredictorCorrector pc,
      Batch batch,
      NDArray noise,
      RandomStreams streams,
      SolverProgress progress) {
    var state = List.of(noise, noise.duplicate());
    var schedule = ReverseSteps.schedule(pc.predictor(), noising, pc.steps());
    for (int i = 0; i < schedule.size(); i++) {
      try (var inner = engine.newScope()) {
        var next =
            step(inner, pc, batch, schedule.get(i), state.get(0), streams.seedOf(STEP_STREAM, i));
        next.forEach(tensor -> tensor.attach(owner));
        state.forEach(NDArray::close);
        state = next;
      }
      progress.at((i + 1.) / schedule.size());
    }
    var x = state.get(0);
    if (!pc.denoise()) {
      return x;
    }
    // A chain's last step has left the diffusion; the others have noise left, known from the time.
    return pc.predictor().endsClean() ? state.get(1) : denoised(owner, batch, x, end());
  }

  private List<NDArray> step(
      PtNDManager owner,
      SamplingMethod.PredictorCorrector pc,
      Batch batch,
      ReverseSteps.Step step,
      NDArray x,
      long seed) {
    var arguments = score.arguments(batch.condition());
    var known = batch.known();
    if (known != null) {
      arguments.addAll(known.arguments());
      addLevel(arguments, step.t());
      addLevel(arguments, step.next());
    }
    arguments.add(x);
    arguments.add(step.t());
    arguments.add(pc.corrector().scale(sde, step.t(), pc.steps()));
    arguments.add(step.update().image());
    arguments.add(step.update().score());
    arguments.add(step.update().noise());
    arguments.add(seed);
    return program.call(owner, StepProgram.STEP, arguments.toArray());
  }

  private void addLevel(List<Object> arguments, double t) {
    arguments.add(sde.meanCoefficient(t));
    arguments.add(sde.marginalStd(t));
  }

  private NDArray follow(
      PtNDManager owner,
      SamplingMethod.ProbabilityFlow ode,
      Batch batch,
      NDArray noise,
      SolverProgress progress) {
    if (flow == null) {
      throw new IllegalStateException("No flow was compiled");
    }
    var end = end();
    var state =
        flow.solve(owner, noise, batch.condition(), null, 1, end.t(), ode.tolerance(), progress);
    return ode.denoise() ? denoised(owner, batch, state.images(), end) : state.images();
  }

  private NDArray follow(
      PtNDManager owner,
      SamplingMethod.FixedSteps steps,
      Batch batch,
      NDArray noise,
      SolverProgress progress) {
    if (fixed == null) {
      throw new IllegalStateException("No solver was compiled");
    }
    var made = fixed.solve(owner, noise, batch.condition(), progress);
    return steps.denoise() ? denoised(owner, batch, made, fixed.end()) : made;
  }

  private Level end() {
    return Level.of(sde, Ends.of(sde));
  }

  private NDArray denoised(PtNDManager owner, Batch batch, NDArray x, Level level) {
    var clean = level.clean();
    var arguments = score.arguments(batch.condition());
    arguments.addAll(List.of(x, level.t(), clean.images(), clean.scores().getFirst()));
    return program.call(owner, StepProgram.DENOISE, arguments.toArray()).get(0);
  }

  @Override
  public void close() {
    program.close();
    if (flow != null) {
      flow.close();
    }
    if (fixed != null) {
      fixed.close();
    }
  }
}
