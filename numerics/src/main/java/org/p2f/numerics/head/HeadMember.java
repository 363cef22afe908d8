package org.p2f.numerics.head;

import org.p2f.spec.head.Head;

/**
 * One head to be trained.
 *
 * @param seed of its weights, validation split, order of images and dropout; heads of one seed
 *     share them, so differences between their times, learning rates and kinds are paired
 */
public record HeadMember(Head head, double learningRate, long seed) {
  public HeadMember {
    if (!(learningRate > 0 && Double.isFinite(learningRate))) { // also refuses NaN
      throw new IllegalArgumentException(
          "Learning rate %s is not positive".formatted(learningRate));
    }
  }
}
