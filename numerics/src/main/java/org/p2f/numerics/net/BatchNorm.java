package org.p2f.numerics.net;

import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * Batch normalisation; in training it normalises by the batch and moves its running statistics in
 * place.
 *
 * @param momentum weight of the batch in the running statistics (torch's sense)
 */
record BatchNorm(int channels, double momentum) {

  static final double EPSILON = 1e-5;

  /** The momentum of all but an encoder's last normalisation. */
  static BatchNorm of(int channels) {
    return new BatchNorm(channels, .1);
  }

  Value apply(Scope scope, Value x) {
    return scope
        .graph()
        .op(
            "torch.batch_norm",
            x,
            weight(scope),
            bias(scope),
            mean(scope),
            variance(scope),
            Operand.of(scope.training()),
            Operand.of(momentum),
            Operand.of(EPSILON),
            Operand.of(true));
  }

  /** In evaluation mode the map is x ↦ x·scale + shift; this is the scale. */
  Value scale(Scope scope) {
    return weight(scope).mul(scope.graph().op("torch.rsqrt", variance(scope).add(EPSILON)));
  }

  /** The shift that goes with {@link #scale}, for an input that already had {@code bias} added. */
  Value shift(Scope scope, Value scale, Value bias) {
    return bias.sub(mean(scope)).mul(scale).add(bias(scope));
  }

  private Value weight(Scope scope) {
    return scope.parameter("weight", Initialization.ONES, channels);
  }

  private Value bias(Scope scope) {
    return scope.parameter("bias", Initialization.ZEROS, channels);
  }

  private Value mean(Scope scope) {
    return scope.buffer("running_mean", Initialization.ZEROS, channels);
  }

  private Value variance(Scope scope) {
    return scope.buffer("running_var", Initialization.ONES, channels);
  }
}
