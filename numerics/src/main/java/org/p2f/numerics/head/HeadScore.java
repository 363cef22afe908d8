package org.p2f.numerics.head;

import java.util.List;

/**
 * What is reported of a head: its seeds at the learning rate that was best on validation images.
 *
 * @param bestEpochs each seed's best epoch
 * @param validationAccuracy mean over the seeds; the best of several, so it flatters
 */
public record HeadScore(
    Head head,
    double learningRate,
    List<Long> seeds,
    List<Integer> bestEpochs,
    double validationAccuracy,
    Accuracy test) {
  public HeadScore {
    seeds = List.copyOf(seeds);
    bestEpochs = List.copyOf(bestEpochs);
  }
}
