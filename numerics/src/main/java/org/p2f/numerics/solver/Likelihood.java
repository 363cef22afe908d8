package org.p2f.numerics.solver;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.sampling.Probe;
import org.p2f.spec.sampling.Tolerance;

/**
 * Log densities of images under a score's probability flow: log p(x) = log prior(x₁) + ∫∇·(dx/dt)
 * dt. Source: Song et al., arXiv:2011.13456, App. D.2. For use by one platform thread.
 */
public final class Likelihood implements AutoCloseable {

  private final Engine engine;
  private final Sde sde;
  private final Tolerance tolerance;
  private final FlowSolver flow;

  public Likelihood(Engine engine, Noising noising, Score score, Tolerance tolerance) {
    this.engine = engine;
    this.sde = noising.sde();
    this.tolerance = tolerance;
    this.flow = new FlowSolver(engine, noising, score, true);
  }

  /**
   * @param images float64 [B, C, H, W], as the network sees them
   * @param condition of the score
   * @param seed of the probes
   * @return log density of each image, in nats
   * @throws ArithmeticException if the flow cannot be followed
   */
  public double[] logDensities(
      NDArray images, List<NDArray> condition, Probe probe, long seed, SolverProgress progress) {
    try (var scope = engine.newScope()) {
      var directions = flow.probe(scope, images, probe, seed);
      var state =
          flow.solve(
              scope, images, condition, directions, Ends.OF_LIKELIHOODS, 1, tolerance, progress);
      double[] integrals = Objects.requireNonNull(state.integral()).toDoubleArray();
      double[] end = state.images().toDoubleArray();
      int values = end.length / integrals.length;
      var logs = new double[integrals.length];
      for (int i = 0; i < logs.length; i++) {
        double[] image = Arrays.copyOfRange(end, i * values, (i + 1) * values);
        logs[i] = sde.priorLogDensity(image) + integrals[i];
      }
      return logs;
    }
  }

  @Override
  public void close() {
    flow.close();
  }
}
