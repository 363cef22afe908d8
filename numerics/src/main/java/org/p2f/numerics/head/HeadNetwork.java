package org.p2f.numerics.head;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.Value;

/** Computes the logits of stacked heads. */
sealed interface HeadNetwork permits MlpNetwork, GruNetwork, TransformerNetwork {

  /**
   * @param logits [M, B, outputs]
   * @param readoutAttention of a Transformer: [M, B, heads, visible keys], in the last pass
   */
  record Output(Value logits, @Nullable Value readoutAttention) {}

  Output apply(Stack stack, HeadBatch batch);

  /**
   * @param times of MLP variants, as indices; the other heads read all times
   */
  static HeadNetwork of(HeadSpec spec, List<Integer> times) {
    return switch (spec) {
      case HeadSpec.Mlp mlp -> new MlpNetwork(mlp, times);
      case HeadSpec.Gru gru -> new GruNetwork(gru);
      case HeadSpec.Transformer transformer -> new TransformerNetwork(transformer);
    };
  }
}
