package org.p2f.numerics.head;

import org.p2f.spec.head.HeadSpec;

/** Estimates what heads take in training; good to a factor of about 1.5. */
final class HeadMemory {

  /** Weights, two moments and best weights. */
  private static final int ROWS = 4;

  private HeadMemory() {}

  /** Bytes that each head keeps from step to step. */
  static long keptBytes(HeadSpec spec) {
    return (long) Float.BYTES * ROWS * HeadSize.parameterCount(spec);
  }

  /** Bytes of a step, once for each stack that is trained at a time. */
  static long stepBytes(HeadSpec spec, int batch) {
    return Float.BYTES * (2 * HeadSize.parameterCount(spec) + batch * activations(spec));
  }

  /** Values of one image between forward and backward pass, and the gradients of them. */
  private static long activations(HeadSpec spec) {
    return switch (spec) {
      case HeadSpec.Mlp mlp -> 2L * mlp.inputs() + 5L * mlp.hidden();
      case HeadSpec.Gru gru -> gru.times() * (gru.codes() + 16L * HeadSpec.Gru.HIDDEN);
      case HeadSpec.Transformer t -> {
        long token = 3L * HeadSpec.Transformer.INNER + 16L * HeadSpec.Transformer.WIDTH;
        yield (t.times() + 1)
                * (t.codes() + 4L * HeadSpec.Transformer.WIDTH + (t.passes() - 1) * token)
            + token;
      }
    };
  }
}
