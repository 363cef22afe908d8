package org.p2f.numerics.train;

import java.util.Arrays;
import java.util.List;

/** A training step whose loss or gradient is not finite; weights after it are worthless. */
public final class TrainingDiverged extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final long step;
  private final double loss;
  private final double[] lastLosses;

  TrainingDiverged(long step, double loss, double gradientNorm, List<Double> lastLosses) {
    super(
        "Training diverged at step %d: loss %s, gradient norm %s; the losses before were %s"
            .formatted(step, loss, gradientNorm, lastLosses));
    this.step = step;
    this.loss = loss;
    this.lastLosses = lastLosses.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The step, from 0. */
  public long step() {
    return step;
  }

  public double loss() {
    return loss;
  }

  /** Losses of the steps before, oldest first. */
  public List<Double> lastLosses() {
    return Arrays.stream(lastLosses).boxed().toList();
  }
}
