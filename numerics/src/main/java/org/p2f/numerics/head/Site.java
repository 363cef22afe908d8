package org.p2f.numerics.head;

import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/** Where a head's network, or a part of it, stands in a graph. */
final class Site {

  private static final double LAYER_NORM_EPSILON = 1e-5;

  private final Scope scope;
  private final Pass pass;

  Site(Scope scope, Pass pass) {
    this.scope = scope;
    this.pass = pass;
  }

  Site in(Object child) {
    return new Site(scope.in(child), pass);
  }

  Graph graph() {
    return scope.graph();
  }

  Pass pass() {
    return pass;
  }

  Value parameter(String name, Initialization initialization, long... shape) {
    return scope.parameter(name, initialization, shape);
  }

  /** A linear layer's weight, [out, in]. */
  Value weight(int in, int out) {
    return parameter("weight", uniform(in), out, in);
  }

  /** A linear layer's bias, [out]. */
  Value bias(int in, int out) {
    return parameter("bias", uniform(in), out);
  }

  /**
   * @param x [n, in]
   * @return [n, out]
   */
  Value linear(Value x, int in, int out) {
    return product(x, weight(in, out), bias(in, out));
  }

  /** {@code x·Wᵀ + b} in the precision of products; float32 in and out. */
  Value product(Value x, Value weight, Value bias) {
    if (scope.precision() == Precision.FLOAT32) {
      return pass.product(x, weight, bias);
    }
    var type = scope.precision().element();
    return pass.product(x.to(type), weight.to(type), bias.to(type)).to(ElementType.FLOAT32);
  }

  /** Layer normalisation over the last axis of x, [n, width]. */
  Value layerNorm(Value x, int width) {
    return graph()
        .op(
            "torch.layer_norm",
            x,
            Operand.ints(width),
            parameter("weight", Initialization.ONES, width),
            parameter("bias", Initialization.ZEROS, width),
            Operand.of(LAYER_NORM_EPSILON),
            Operand.of(false));
  }

  /** Torch's default for linear layers: uniform on ±1/√in. */
  static Initialization uniform(int in) {
    return new Initialization.Uniform(1 / Math.sqrt(in));
  }
}
