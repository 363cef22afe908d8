package org.p2f.spec.head;

/**
 * The learning rate over a training, as a share of its peak: it rises linearly for {@code
 * warmupSteps} and then follows its shape.
 *
 * @param warmupSteps 0 for none; where a training is shorter, it ends while the rate still rises
 */
public record LearningRateSchedule(Shape shape, int warmupSteps) {

  /** As published: the same rate throughout. */
  public static final LearningRateSchedule PUBLISHED = new LearningRateSchedule(Shape.CONSTANT, 0);

  /** What follows the warm-up. */
  public enum Shape {
    /** The peak. */
    CONSTANT,
    /** Half a cosine from the peak to 0 (Loshchilov &amp; Hutter, arXiv:1608.03983, eq. 5). */
    COSINE
  }

  public LearningRateSchedule {
    if (warmupSteps < 0) {
      throw new IllegalArgumentException("Steps of warm-up are 0 or more, got " + warmupSteps);
    }
  }

  /**
   * The rate at a step over the peak rate, in (0, 1].
   *
   * @param step from 0
   * @param steps of the whole training
   */
  public double share(long step, long steps) {
    if (step < warmupSteps) {
      return (step + 1.0) / warmupSteps;
    }
    return switch (shape) {
      case CONSTANT -> 1;
      case COSINE ->
          (1 + Math.cos(Math.PI * (step - warmupSteps) / (double) (steps - warmupSteps))) / 2;
    };
  }
}
