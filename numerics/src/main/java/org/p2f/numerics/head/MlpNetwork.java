package org.p2f.numerics.head;

import java.util.List;

/**
 * @param times each variant's time, as an index
 */
record MlpNetwork(HeadSpec.Mlp spec, List<Integer> times) implements HeadNetwork {

  @Override
  public Output apply(Stack stack, HeadBatch batch) {
    var hidden = stack.in("0").linear(batch.at(times), spec.codes(), HeadSpec.Mlp.HIDDEN).relu();
    var logits = stack.in("3").linear(stack.dropout(hidden), HeadSpec.Mlp.HIDDEN, spec.outputs());
    return new Output(logits, null);
  }
}
