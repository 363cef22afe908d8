package org.p2f.downstream.study.work.claims;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.evaluation.EvaluationResult;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.numerics.head.RightAnswers;

/**
 * What one kind of head reads of one factor.
 *
 * @param t the one time it reads; null if it reads all
 * @param validation accuracy by which the best of several is chosen
 * @param test accuracy by which it is judged
 * @param onImages the same as a mean over test images
 */
public record Reading(
    HeadKind head, @Nullable Double t, double validation, TestAccuracy test, ImageMean onImages) {

  /**
   * @param heads the answers of the result's heads
   */
  public static Reading of(EvaluationResult result, List<RightAnswers> heads) {
    return new Reading(
        result.head(),
        result.t(),
        result.validationAccuracy(),
        result.testAccuracy(),
        ImageMean.of(heads));
  }

  /**
   * The best by validation images, never by test images; of equal ones the first.
   *
   * @param readings at least one
   */
  static Reading best(List<Reading> readings) {
    return readings.stream()
        .reduce((a, b) -> b.validation() > a.validation() ? b : a)
        .orElseThrow();
  }

  boolean readsInside() {
    return t != null && 0 < t && t < 1;
  }
}
