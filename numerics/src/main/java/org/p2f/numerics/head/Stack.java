package org.p2f.numerics.head;

import java.util.stream.LongStream;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * Where a network of stacked heads stands in a graph: every parameter and every activation has the
 * heads as its leading axis, M.
 */
final class Stack {

  private static final double LAYER_NORM_EPSILON = 1e-5;

  private final Scope scope;
  private final ModelAxis axis;
  private final Dropout dropout;

  Stack(Scope scope, ModelAxis axis, Dropout dropout) {
    this.scope = scope;
    this.axis = axis;
    this.dropout = dropout;
  }

  Stack in(Object child) {
    return new Stack(scope.in(child), axis, dropout);
  }

  Graph graph() {
    return scope.graph();
  }

  ModelAxis axis() {
    return axis;
  }

  int models() {
    return axis.models();
  }

  /** [M, shape…]; the initialization is that of one head. */
  Value parameter(String name, Initialization initialization, long... shape) {
    long[] stacked = LongStream.concat(LongStream.of(models()), LongStream.of(shape)).toArray();
    return scope.parameter(name, initialization, stacked);
  }

  /** A linear layer's weight, [M, out, in]. */
  Value weight(int in, int out) {
    return parameter("weight", uniform(in), out, in);
  }

  /** A linear layer's bias, [M, out]. */
  Value bias(int in, int out) {
    return parameter("bias", uniform(in), out);
  }

  /**
   * A linear layer of each head.
   *
   * @param x [M, n, in]
   * @return [M, n, out]
   */
  Value linear(Value x, int in, int out) {
    return product(x, weight(in, out), bias(in, out));
  }

  /** {@code x·Wᵀ + b} of each head: x is [M, n, in], W [M, out, in], b [M, out]. */
  Value product(Value x, Value weight, Value bias) {
    var precise = scope.precision() == Precision.FLOAT32;
    var product =
        graph()
            .op(
                "torch.baddbmm",
                factor(bias).unsqueeze(1),
                factor(x),
                factor(weight).transpose(1, 2));
    return precise ? product : product.to(ElementType.FLOAT32);
  }

  /** In the type in which products are computed. */
  private Value factor(Value x) {
    return scope.precision() == Precision.FLOAT32 ? x : x.to(scope.precision().element());
  }

  /** Layer normalisation of each head over the last axis of x, [M, n, width]. */
  Value layerNorm(Value x, int width) {
    var weight = parameter("weight", Initialization.ONES, width);
    var bias = parameter("bias", Initialization.ZEROS, width);
    var normal =
        graph()
            .op(
                "torch.layer_norm",
                x,
                Operand.ints(width),
                Operand.none(),
                Operand.none(),
                Operand.of(LAYER_NORM_EPSILON),
                Operand.of(false));
    return graph().op("torch.addcmul", bias.unsqueeze(1), normal, weight.unsqueeze(1));
  }

  /** Dropout on x, [M, n, width]; the same masks for all heads of a seed. */
  Value dropout(Value x) {
    return dropout.apply(x);
  }

  /** Torch's default for linear layers: uniform on ±1/√in. */
  static Initialization uniform(int in) {
    return new Initialization.Uniform(1 / Math.sqrt(in));
  }
}
