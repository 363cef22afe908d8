package org.p2f.numerics.head;

import java.util.List;
import org.p2f.spec.head.Head;

/**
 * What is reported of a head: its seeds at the learning rate that was best on validation images.
 *
 * @param bestSteps each seed's best step
 * @param validationAccuracy mean over the seeds; the best of several, so it flatters
 */
public record HeadScore(
    Head head,
    double learningRate,
    List<Long> seeds,
    List<Long> bestSteps,
    double validationAccuracy,
    Accuracy test) {
  public HeadScore {
    seeds = List.copyOf(seeds);
    bestSteps = List.copyOf(bestSteps);
  }
}
