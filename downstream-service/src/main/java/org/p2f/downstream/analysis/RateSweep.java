package org.p2f.downstream.analysis;

import java.util.List;

/**
 * The learning rates that were tried for a head, and the one at which it is examined: that of the
 * best validation accuracy, of equal ones the largest.
 *
 * @param tried the largest first
 */
public record RateSweep(double chosen, List<Tried> tried) {

  /**
   * A learning rate, chosen or not.
   *
   * @param validationAccuracy mean over the head's seeds, in [0, 1]
   */
  public record Tried(double learningRate, double validationAccuracy) {}

  public RateSweep {
    tried = List.copyOf(tried);
  }
}
