package org.p2f.numerics.head;

import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;

/**
 * What a head must beat.
 *
 * @param chance 1 / classes
 * @param majority test accuracy of always answering the class that is most frequent in training
 */
public record Baselines(double chance, double majority) {

  public static Baselines of(Trajectories trajectories, int factor) {
    int classes = trajectories.factors().get(factor).classes();
    var counts = new int[classes];
    for (int label : trajectories.labels(TrajectorySplit.TRAIN, factor)) {
      counts[label]++;
    }
    int most = 0;
    for (int c = 1; c < classes; c++) {
      most = counts[c] > counts[most] ? c : most;
    }
    var test = trajectories.labels(TrajectorySplit.TEST, factor);
    int hits = 0;
    for (int label : test) {
      hits += label == most ? 1 : 0;
    }
    return new Baselines(1.0 / classes, hits / (double) test.length);
  }
}
