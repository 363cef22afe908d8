package org.p2f.numerics.head;

import org.p2f.numerics.program.Value;

/**
 * The gated recurrent unit (Cho et al. 2014, as torch has it): r = σ(…), u = σ(…), n = tanh(Wx + b
 * + r·(Uh + c)), h' = n + u·(h − n). The input's share of all gates is one product for all times;
 * the first state is zero, so its share is the bias alone.
 */
record GruNetwork(HeadSpec.Gru spec) implements HeadNetwork {

  private static final int HIDDEN = HeadSpec.Gru.HIDDEN;
  private static final int GATES = 3 * HIDDEN;

  @Override
  public Output apply(Stack stack, HeadBatch batch) {
    var gru = stack.in("gru");
    var start = Stack.uniform(HIDDEN);
    var inputWeight = gru.parameter("weight_ih", start, GATES, spec.codes());
    var stateWeight = gru.parameter("weight_hh", start, GATES, HIDDEN);
    var inputBias = gru.parameter("bias_ih", start, GATES);
    var stateBias = gru.parameter("bias_hh", start, GATES);
    var inputs =
        stack
            .product(batch.byTime(), inputWeight, inputBias)
            .reshape(stack.models(), spec.times(), -1, GATES);
    var state = stack.dropout(first(inputs.select(1, 0), stateBias.unsqueeze(1)));
    for (int time = 1; time < spec.times(); time++) {
      var share = stack.product(state, stateWeight, stateBias);
      state = stack.dropout(next(inputs.select(1, time), share, state));
    }
    var logits = stack.in("classify").linear(state, HIDDEN, spec.outputs());
    return new Output(logits, null);
  }

  private static Value first(Value input, Value share) {
    var gates = gates(input, share);
    var candidate = candidate(input, share, gates);
    return candidate.sub(candidate.mul(update(gates)));
  }

  private static Value next(Value input, Value share, Value state) {
    var gates = gates(input, share);
    var candidate = candidate(input, share, gates);
    return state.graph().op("torch.lerp", candidate, state, update(gates));
  }

  /** Reset and update gate, [M, B, 2·hidden]. */
  private static Value gates(Value input, Value share) {
    return input.slice(2, 0, 2 * HIDDEN).add(share.slice(2, 0, 2 * HIDDEN)).sigmoid();
  }

  private static Value candidate(Value input, Value share, Value gates) {
    var reset = gates.slice(2, 0, HIDDEN);
    return input
        .graph()
        .op(
            "torch.addcmul",
            input.slice(2, 2 * HIDDEN, GATES),
            reset,
            share.slice(2, 2 * HIDDEN, GATES))
        .tanh();
  }

  private static Value update(Value gates) {
    return gates.slice(2, HIDDEN, 2 * HIDDEN);
  }
}
