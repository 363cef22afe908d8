package org.p2f.numerics.head;

/** Estimates what a stacked head takes; good to a factor of about 1.5. */
final class HeadMemory {

  /** Weights, gradients, two moments, best weights, and the graph's own copies. */
  private static final int COPIES_OF_WEIGHTS = 6;

  private HeadMemory() {}

  /** Bytes of one head in training. */
  static long bytes(HeadSpec spec, int batch) {
    return Float.BYTES * (COPIES_OF_WEIGHTS * spec.parameterCount() + batch * activations(spec));
  }

  /** Values kept for one image between forward and backward pass, and the gradients of them. */
  private static long activations(HeadSpec spec) {
    return switch (spec) {
      case HeadSpec.Mlp mlp -> mlp.codes() + 4L * HeadSpec.Mlp.HIDDEN;
      case HeadSpec.Gru gru -> gru.times() * (gru.codes() + 12L * HeadSpec.Gru.HIDDEN);
      case HeadSpec.Transformer t -> {
        long token = 2L * HeadSpec.Transformer.INNER + 10L * HeadSpec.Transformer.WIDTH;
        yield (t.times() + 1)
                * (t.codes() + 4L * HeadSpec.Transformer.WIDTH + (t.passes() - 1) * token)
            + token;
      }
    };
  }
}
