package org.p2f.numerics.head;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** After which epoch each head of a stack was best, and which heads still learn. */
final class BestEpochs {
  private final @Nullable Integer patience;
  private final long[] correct;
  private final int[] best;
  private final int[] last;
  private final boolean[] ended;

  /**
   * @param patience epochs without a better validation accuracy after which a head ends; null for
   *     none
   */
  BestEpochs(int heads, @Nullable Integer patience) {
    this.patience = patience;
    this.correct = new long[heads];
    this.best = new int[heads];
    this.last = new int[heads];
    this.ended = new boolean[heads];
    Arrays.fill(correct, -1);
  }

  /**
   * Hears how the heads that still learn do after an epoch.
   *
   * @param epoch from 1
   * @param right validation images that each head gets right
   * @return which heads are better than ever before
   */
  boolean[] after(int epoch, long[] right) {
    var improved = new boolean[right.length];
    for (int head = 0; head < right.length; head++) {
      if (ended[head]) {
        continue;
      }
      last[head] = epoch;
      improved[head] = right[head] > correct[head];
      if (improved[head]) {
        correct[head] = right[head];
        best[head] = epoch;
      }
      ended[head] = patience != null && epoch - best[head] >= patience;
    }
    return improved;
  }

  boolean learns(int head) {
    return !ended[head];
  }

  /** The first epoch with the best validation accuracy. */
  int best(int head) {
    return best[head];
  }

  /** The last epoch in which it learned. */
  int last(int head) {
    return last[head];
  }

  /** Validation images that it got right after its best epoch. */
  int correct(int head) {
    return Math.toIntExact(correct[head]);
  }
}
