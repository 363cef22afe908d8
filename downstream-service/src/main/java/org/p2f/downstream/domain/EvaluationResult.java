package org.p2f.downstream.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one head reads of one factor, at the learning rate that was best on validation images.
 *
 * @param t the one time it reads; null for heads that read all
 * @param times number of times it reads
 * @param bestEpochs for each seed, the epoch it was kept from
 * @param validationAccuracy mean over the seeds; the best of several, so it flatters
 * @param chance 1 / classes
 * @param majority test accuracy of always answering the commonest class
 */
public record EvaluationResult(
    HeadKind head,
    String factor,
    @Nullable Double t,
    int times,
    double learningRate,
    List<Integer> bestEpochs,
    double validationAccuracy,
    TestAccuracy testAccuracy,
    double chance,
    double majority) {
  public EvaluationResult {
    bestEpochs = List.copyOf(bestEpochs);
  }
}
