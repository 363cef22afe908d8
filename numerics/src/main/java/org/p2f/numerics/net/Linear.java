package org.p2f.numerics.net;

import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * An affine map of vectors, always in float32: vectors are few next to pixels.
 *
 * @param plain whether weights and biases start as PyTorch's do, else by variance scaling and at 0
 */
record Linear(int in, int out, boolean plain) {
  Linear(int in, int out) {
    this(in, out, false);
  }

  /** As {@code torch.nn.Linear}: uniform within 1/√in. */
  static Linear plain(int in, int out) {
    return new Linear(in, out, true);
  }

  Value apply(Scope scope, Value x) {
    return x.linear(
        scope.parameter(
            "weight",
            plain ? Initialization.ofFanIn(in) : new Initialization.VarianceScaling(1),
            out,
            in),
        scope.parameter("bias", plain ? Initialization.ofFanIn(in) : Initialization.ZEROS, out));
  }
}
