package org.p2f.downstream.compute;

import org.p2f.downstream.domain.TestAccuracy;
import org.p2f.numerics.head.Accuracy;

/** Numerics' accuracies as the domain reports them. */
final class Accuracies {
  private Accuracies() {}

  static TestAccuracy of(Accuracy accuracy) {
    var interval = accuracy.reported();
    return new TestAccuracy(
        accuracy.mean(), interval.low(), interval.high(), accuracy.seeds(), accuracy.images());
  }
}
