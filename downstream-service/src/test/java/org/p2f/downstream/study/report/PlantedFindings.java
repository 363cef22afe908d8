package org.p2f.downstream.study.report;

import java.util.List;
import org.p2f.downstream.study.Contrast;
import org.p2f.downstream.study.Estimate;
import org.p2f.downstream.study.Finding;
import org.p2f.downstream.study.Finding.Control;
import org.p2f.downstream.study.Finding.ControlKind;
import org.p2f.downstream.study.Finding.Reading;

/** Findings whose outcome is known. */
final class PlantedFindings {
  private PlantedFindings() {}

  private static Contrast contrast(double mean, double half) {
    return new Contrast(mean, mean - half, mean + half, 1);
  }

  static Estimate accuracy(double mean) {
    return new Estimate(mean, mean, mean - .02, Math.min(1, mean + .02), 1);
  }

  /**
   * A Transformer reads 80 %, the MLP 60 % at t = 0.7 and 40 % at t = 0.1.
   *
   * @param untrained what the untrained control reads; its difference is known to two points
   */
  static Finding of(String factor, double untrained) {
    return of(factor, .8, untrained, .2, List.of());
  }

  static Finding of(
      String factor, double best, double untrained, double gain, List<Control> controls) {
    var mixed = new Reading("transformer", null, accuracy(best));
    return new Finding(
        "drl",
        factor,
        .1,
        .12,
        mixed,
        new Reading("mlp", .7, accuracy(.6)),
        new Reading("mlp", .1, accuracy(.4)),
        List.of(new Reading("gru", null, accuracy(.7)), mixed),
        contrast(.2, .02),
        contrast(gain, .02),
        new Reading("mlp", .9, accuracy(untrained)),
        contrast(best - untrained, .02),
        controls);
  }

  static Control control(ControlKind kind, double over) {
    return new Control(kind, new Reading("mlp", .5, accuracy(.8 - over)), contrast(over, .02));
  }
}
