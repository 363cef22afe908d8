package org.p2f.numerics.net;

import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * An affine map of vectors, always in float32: vectors are few next to pixels. Weights start by
 * variance scaling, biases at 0.
 */
record Linear(int in, int out) {

  Value apply(Scope scope, Value x) {
    return x.linear(
        scope.parameter("weight", new Initialization.VarianceScaling(1), out, in),
        scope.parameter("bias", Initialization.ZEROS, out));
  }
}
