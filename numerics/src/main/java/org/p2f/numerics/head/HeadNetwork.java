package org.p2f.numerics.head;

import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.Value;
import org.p2f.spec.head.HeadSpec;

/** Computes the logits of one head. */
sealed interface HeadNetwork permits MlpNetwork, GruNetwork, TransformerNetwork {

  /**
   * @param logits [B, outputs]
   * @param readoutAttention of a Transformer: [B, heads, visible keys], in the last pass
   */
  record Output(Value logits, @Nullable Value readoutAttention) {}

  /**
   * @param codes [B, times, d], of heads that read one time [B, d]
   */
  Output apply(Site site, Value codes);

  static HeadNetwork of(HeadSpec spec) {
    return switch (spec) {
      case HeadSpec.Mlp mlp -> new MlpNetwork(mlp);
      case HeadSpec.Gru gru -> new GruNetwork(gru);
      case HeadSpec.Transformer transformer -> new TransformerNetwork(transformer);
    };
  }
}
