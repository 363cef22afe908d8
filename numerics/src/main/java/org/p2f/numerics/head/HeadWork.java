package org.p2f.numerics.head;

import org.p2f.spec.head.HeadSpec;

/** How much a step of a head computes, in floating-point operations of its products. */
public final class HeadWork {

  /** A product forward and two back, a multiplication and an addition each. */
  private static final long OPERATIONS = 6;

  private HeadWork() {}

  /**
   * Forward and back, without the optimiser.
   *
   * @param batch images of the step
   */
  public static long step(HeadSpec spec, int batch) {
    return OPERATIONS * batch * weightsPerImage(spec);
  }

  /** How many weights an image meets, those it meets again counted again. */
  private static long weightsPerImage(HeadSpec spec) {
    return switch (spec) {
      case HeadSpec.Mlp mlp ->
          mlp.hidden() == 0
              ? (long) mlp.inputs() * mlp.outputs()
              : (long) mlp.hidden() * (mlp.inputs() + mlp.outputs());
      case HeadSpec.Gru gru ->
          3L * gru.times() * HeadSpec.Gru.HIDDEN * (gru.codes() + HeadSpec.Gru.HIDDEN);
      case HeadSpec.Transformer t -> {
        long width = HeadSpec.Transformer.WIDTH;
        long token = width * (4 * width + 2L * HeadSpec.Transformer.INNER);
        yield width * t.times() * t.codes() + (t.passes() - 1L) * (t.times() + 1) * token + token;
      }
    };
  }
}
