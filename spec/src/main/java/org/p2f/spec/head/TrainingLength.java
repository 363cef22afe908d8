package org.p2f.spec.head;

/** How long a head is trained, and how often it is validated on the way. */
public sealed interface TrainingLength {

  /**
   * Optimizer steps in all.
   *
   * @param epochSteps steps of one pass over the training images, at least 1
   */
  long steps(int epochSteps);

  /** Steps from one validation to the next; the last step is followed by one in any case. */
  int validationInterval(int epochSteps);

  /** Passes over the training images, with a validation after each, as published. */
  record Epochs(int epochs) implements TrainingLength {
    public Epochs {
      if (epochs < 1) {
        throw new IllegalArgumentException("Need an epoch, got " + epochs);
      }
    }

    @Override
    public long steps(int epochSteps) {
      return (long) epochs * epochSteps;
    }

    @Override
    public int validationInterval(int epochSteps) {
      return epochSteps;
    }
  }

  /**
   * A number of optimizer steps, however many images there are: a small data set is passed over
   * more often instead of being learned from less.
   */
  record Steps(int steps, int interval) implements TrainingLength {

    /** Validations of a training whose interval is not given. */
    private static final int VALIDATIONS = 30;

    public Steps {
      if (steps < 1 || interval < 1) {
        throw new IllegalArgumentException(
            "Need a step and an interval of a step, got %d and %d".formatted(steps, interval));
      }
    }

    /** With {@value #VALIDATIONS} validations. */
    public Steps(int steps) {
      this(steps, Math.max(1, steps / VALIDATIONS));
    }

    @Override
    public long steps(int epochSteps) {
      return steps;
    }

    @Override
    public int validationInterval(int epochSteps) {
      return interval;
    }
  }
}
