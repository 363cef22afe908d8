package org.p2f.numerics.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Program;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.sampling.SamplingMethod;

/**
 * Follows the probability-flow ODE from t = 1 to the end in steps of given lengths. For use by one
 * platform thread.
 */
final class FixedSolver implements AutoCloseable {

  private final Engine engine;
  private final Noising noising;
  private final Score score;
  private final SamplingMethod.FixedSteps method;
  private final List<Level> levels;
  private final FixedProgram methods;
  private final Program program;

  /**
   * @throws IllegalArgumentException if the method asks for scores that the network does not know
   */
  FixedSolver(Engine engine, Noising noising, Score score, SamplingMethod.FixedSteps method) {
    if (method.solver().inTime() && noising.steps() == TimeSteps.DISCRETE) {
      throw new IllegalArgumentException(
          "Steps in t need scores at all times, not at those of a chain alone");
    }
    this.engine = engine;
    this.noising = noising;
    this.score = score;
    this.method = method;
    this.levels = Levels.of(noising, method.spacing(), method.intervals());
    this.methods = new FixedProgram(score, method.solver().evaluations());
    this.program = methods.builder().compile(engine);
  }

  /** Where the way ends. */
  Level end() {
    return levels.getLast();
  }

  /**
   * @param owner owns the result
   * @param images at t = 1, float64 [B, C, H, W]; not taken over
   * @param condition of the score
   * @return images at the end, float64 [B, C, H, W]
   */
  NDArray solve(
      PtNDManager owner, NDArray images, List<NDArray> condition, SolverProgress progress) {
    try (var scope = engine.newScope()) {
      // what the first step remembers has no weight
      var state = List.of(images.duplicate(), images.duplicate());
      state.forEach(tensor -> tensor.attach(scope));
      int steps = levels.size() - 1;
      for (int i = 0; i < steps; i++) {
        try (var inner = engine.newScope()) {
          var next = step(inner, state, condition, i);
          next.forEach(tensor -> tensor.attach(scope));
          state.forEach(NDArray::close);
          state = next;
        }
        progress.at((i + 1.) / steps);
      }
      state.getFirst().attach(owner);
      return state.getFirst();
    }
  }

  private List<NDArray> step(
      PtNDManager owner, List<NDArray> state, List<NDArray> condition, int i) {
    var step =
        FixedStep.of(
            method.solver(),
            noising.sde(),
            i == 0 ? null : levels.get(i - 1),
            levels.get(i),
            levels.get(i + 1));
    int stages = methods.stages();
    var arguments = score.arguments(condition);
    arguments.addAll(state);
    arguments.add(owner.create(methods.numbers(step), new Shape(stages + 2, stages + 3)));
    return program.call(owner, FixedProgram.STEP, arguments.toArray());
  }

  @Override
  public void close() {
    program.close();
  }
}
