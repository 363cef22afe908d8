package org.p2f.spec.semisupervised;

import org.p2f.spec.data.Augmentation;
import org.p2f.spec.optimizer.Schedule;

/**
 * Training of a classifier in rounds: at first on labelled images alone, then in each round on
 * batches of labelled images and of images with the pseudo-labels that the round begins with.
 * Source: LaplaceNet, Sellars et al., arXiv:2106.04527.
 *
 * @param batchSize images of a step, at least 2
 * @param labelledInBatch those of them that are labelled, once there are pseudo-labels; at least 1,
 *     fewer than the batch
 * @param supervisedSteps before the first round, at least 1
 * @param rounds at least 1
 * @param stepsPerRound at least 1
 * @param learningRate above 0
 * @param schedule of the learning rate over all steps
 * @param weightDecay at least 0, as L2 in the gradient
 * @param mixup whether images and their losses are mixed in pairs (arXiv:1710.09412, Beta(1, 1))
 * @param labelledAugmentation of labelled images
 * @param unlabelledAugmentation of images with pseudo-labels
 * @param pseudoLabels how they are found
 */
public record SemiSupervisedSpec(
    int batchSize,
    int labelledInBatch,
    long supervisedSteps,
    int rounds,
    long stepsPerRound,
    double learningRate,
    Schedule schedule,
    double weightDecay,
    boolean mixup,
    Augmentation labelledAugmentation,
    Augmentation unlabelledAugmentation,
    PseudoLabelSpec pseudoLabels) {

  public SemiSupervisedSpec {
    if (labelledInBatch < 1 || batchSize <= labelledInBatch) {
      throw new IllegalArgumentException(
          "Of a batch of %d images, %d cannot be labelled".formatted(batchSize, labelledInBatch));
    }
    if (supervisedSteps < 1 || rounds < 1 || stepsPerRound < 1) {
      throw new IllegalArgumentException(
          "Steps and rounds are at least 1, got %d, %d rounds, %d"
              .formatted(supervisedSteps, rounds, stepsPerRound));
    }
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("The learning rate is above 0, got " + learningRate);
    }
    if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("Weight decay is at least 0, got " + weightDecay);
    }
  }

  /** Those of the first phase and of all rounds. */
  public long steps() {
    return supervisedSteps + rounds * stepsPerRound;
  }

  /** Those that are done when so many rounds are. */
  public long stepsAfter(int roundsDone) {
    return supervisedSteps + roundsDone * stepsPerRound;
  }

  /**
   * @param step from 0
   */
  public double learningRateAt(long step) {
    return learningRate * schedule.shareAt(step, steps());
  }
}
