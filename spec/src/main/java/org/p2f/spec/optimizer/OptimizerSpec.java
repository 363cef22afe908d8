package org.p2f.spec.optimizer;

/**
 * Adam or AdamW with linear warm-up, a bound on the gradient, and averaged weights.
 *
 * @param learningRate after the warm-up
 * @param warmupSteps step n learns at learningRate·min(n / warmupSteps, 1), n from 0; 0 for none
 * @param clipNorm largest global norm of the gradient
 * @param averageDecay of the averaged weights, in [0, 1)
 * @param beta1 decay of Adam's first moment
 * @param beta2 decay of Adam's second moment
 * @param epsilon of Adam
 * @param schedule of the learning rate after the warm-up
 * @param weightDecay λ, at least 0: each step takes the share learning rate · λ from all weights,
 *     biases and norms too, as PyTorch's AdamW (Loshchilov and Hutter, arXiv:1711.05101); at 0 it
 *     is Adam
 */
public record OptimizerSpec(
    double learningRate,
    long warmupSteps,
    double clipNorm,
    double averageDecay,
    double beta1,
    double beta2,
    double epsilon,
    Schedule schedule,
    double weightDecay) {

  public OptimizerSpec {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("The learning rate is above 0, got " + learningRate);
    }
    if (warmupSteps < 0) {
      throw new IllegalArgumentException("Warm-up steps are at least 0, got " + warmupSteps);
    }
    if (!(clipNorm > 0 && clipNorm < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("The gradient's bound is above 0, got " + clipNorm);
    }
    if (!(0 <= averageDecay && averageDecay < 1)) {
      throw new IllegalArgumentException("The averages' decay is in [0, 1), got " + averageDecay);
    }
    var _ = new Adam(beta1, beta2, epsilon, weightDecay, true);
  }

  /** Without weight decay. */
  public OptimizerSpec(
      double learningRate,
      long warmupSteps,
      double clipNorm,
      double averageDecay,
      double beta1,
      double beta2,
      double epsilon,
      Schedule schedule) {
    this(learningRate, warmupSteps, clipNorm, averageDecay, beta1, beta2, epsilon, schedule, 0);
  }

  /** With a constant learning rate and without weight decay. */
  public OptimizerSpec(
      double learningRate,
      long warmupSteps,
      double clipNorm,
      double averageDecay,
      double beta1,
      double beta2,
      double epsilon) {
    this(
        learningRate,
        warmupSteps,
        clipNorm,
        averageDecay,
        beta1,
        beta2,
        epsilon,
        Schedule.CONSTANT);
  }

  /** The published settings. */
  public static OptimizerSpec published() {
    return new OptimizerSpec(2e-4, 5000, 1, .999, .9, .999, 1e-8);
  }

  public OptimizerSpec withLearningRate(double other) {
    return new OptimizerSpec(
        other, warmupSteps, clipNorm, averageDecay, beta1, beta2, epsilon, schedule, weightDecay);
  }

  public OptimizerSpec withWarmupSteps(long other) {
    return new OptimizerSpec(
        learningRate, other, clipNorm, averageDecay, beta1, beta2, epsilon, schedule, weightDecay);
  }

  public Adam adam() {
    return new Adam(beta1, beta2, epsilon, weightDecay, weightDecay > 0);
  }

  /**
   * @param step from 0
   * @param steps of the whole run
   */
  public double learningRateAt(long step, long steps) {
    if (step < warmupSteps) {
      return learningRate * ((double) step / warmupSteps);
    }
    return learningRate * schedule.shareAt(step - warmupSteps, steps - warmupSteps);
  }

  /**
   * How far the averages move towards the weights after a step.
   *
   * @param step from 0
   */
  public double averageStepAt(long step) {
    return 1 - averageDecayAt(step);
  }

  /**
   * @param step from 0
   */
  public double averageDecayAt(long step) {
    double updates = step + 1.0;
    return Math.min(averageDecay, (1 + updates) / (10 + updates));
  }
}
