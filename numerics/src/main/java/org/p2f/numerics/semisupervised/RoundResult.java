package org.p2f.numerics.semisupervised;

import org.jspecify.annotations.Nullable;

/**
 * What a round has brought.
 *
 * @param round from 1; 0 is the training on labelled images before the first
 * @param steps of each classifier so far
 * @param pseudoLabels with which the round began; null before the first
 * @param learner that learns from them
 * @param control that has learnt from labelled images alone, in as many steps
 */
public record RoundResult(
    int round, long steps, @Nullable Labels pseudoLabels, Scores learner, Scores control) {

  /**
   * Labels of the training images without a known one.
   *
   * @param propagatedAccuracy share of right ones before alignment
   * @param accuracy share of right ones as they are learnt from
   * @param certainty mean
   * @param controlAccuracy share of right ones, found in the same way in the control's features
   * @param seconds that it took to find the learner's
   */
  public record Labels(
      double propagatedAccuracy,
      double accuracy,
      double certainty,
      double controlAccuracy,
      double seconds) {}

  /**
   * Of a classifier.
   *
   * @param testAccuracy share of test images that it tells rightly
   * @param unlabelledAccuracy share of training images without a known label that it tells rightly
   * @param seconds of this round's training
   */
  public record Scores(double testAccuracy, double unlabelledAccuracy, double seconds) {}
}
