package org.p2f.numerics.head;

import org.p2f.numerics.program.Value;
import org.p2f.spec.head.HeadSpec;

/**
 * The gated recurrent unit (Cho et al. 2014, as torch has it): r = σ(…), u = σ(…), n = tanh(Wx + b
 * + r·(Uh + c)), h' = n + u·(h − n). The input's share of all gates is one product for all times;
 * the first state is zero, so its share is the bias alone.
 */
record GruNetwork(HeadSpec.Gru spec) implements HeadNetwork {

  private static final int HIDDEN = HeadSpec.Gru.HIDDEN;
  private static final int GATES = 3 * HIDDEN;

  @Override
  public Output apply(Site site, Value codes) {
    var gru = site.in("gru");
    var start = Site.uniform(HIDDEN);
    var inputWeight = gru.parameter("weight_ih", start, GATES, spec.codes());
    var stateWeight = gru.parameter("weight_hh", start, GATES, HIDDEN);
    var inputBias = gru.parameter("bias_ih", start, GATES);
    var stateBias = gru.parameter("bias_hh", start, GATES);
    var byTime = codes.transpose(0, 1).reshape(-1, spec.codes());
    var inputs =
        site.pass()
            .parts(
                site.product(byTime, inputWeight, inputBias).reshape(spec.times(), -1, GATES),
                spec.times());
    var state = kept(site, first(inputs.getFirst(), stateBias));
    for (int time = 1; time < spec.times(); time++) {
      var share = site.product(state, stateWeight, stateBias);
      state = kept(site, next(inputs.get(time), share, state));
    }
    return new Output(site.in("classify").linear(state, HIDDEN, spec.outputs()), null);
  }

  private static Value kept(Site site, Value state) {
    return site.pass().meeting(site.pass().dropout(state, HIDDEN));
  }

  private static Value first(Value input, Value share) {
    var gates = gates(input, share, 0);
    var candidate = candidate(input, share, gates, 0);
    return candidate.sub(candidate.mul(update(gates)));
  }

  private static Value next(Value input, Value share, Value state) {
    var gates = gates(input, share, 1);
    var candidate = candidate(input, share, gates, 1);
    return state.graph().op("torch.lerp", candidate, state, update(gates));
  }

  /**
   * Reset and update gate, [B, 2·hidden].
   *
   * @param axis of the share that holds the gates: it is [gates] or [B, gates]
   */
  private static Value gates(Value input, Value share, int axis) {
    return input.slice(1, 0, 2 * HIDDEN).add(share.slice(axis, 0, 2 * HIDDEN)).sigmoid();
  }

  private static Value candidate(Value input, Value share, Value gates, int axis) {
    var reset = gates.slice(1, 0, HIDDEN);
    return tanh(
        input
            .graph()
            .op(
                "torch.addcmul",
                input.slice(1, 2 * HIDDEN, GATES),
                reset,
                share.slice(axis, 2 * HIDDEN, GATES)));
  }

  /** By way of the logistic function, which libtorch computes eight times as fast. */
  private static Value tanh(Value x) {
    return x.mul(2).sigmoid().mul(2).add(-1);
  }

  private static Value update(Value gates) {
    return gates.slice(1, HIDDEN, 2 * HIDDEN);
  }
}
