package org.p2f.downstream.head.work;

import org.p2f.downstream.head.TestAccuracy;
import org.p2f.numerics.head.Accuracy;

/** Numerics' accuracies as the domain reports them. */
public final class Accuracies {
  private Accuracies() {}

  public static TestAccuracy of(Accuracy accuracy) {
    var interval = accuracy.reported();
    return new TestAccuracy(
        accuracy.mean(), interval.low(), interval.high(), accuracy.seeds(), accuracy.images());
  }
}
