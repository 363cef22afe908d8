package org.p2f.numerics.net;

import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * A 2-D convolution with bias; weights start by variance scaling, biases at 0.
 *
 * @param kernel height and width, odd
 * @param scale of the initial weights' variance; 0 for a layer that starts as good as silent
 */
record Convolution(int in, int out, int kernel, int stride, double scale) {

  static Convolution of3x3(int in, int out) {
    return new Convolution(in, out, 3, 1, 1);
  }

  static Convolution of1x1(int in, int out) {
    return new Convolution(in, out, 1, 1, 1);
  }

  Convolution withStride(int other) {
    return new Convolution(in, out, kernel, other, scale);
  }

  Convolution silent() {
    return new Convolution(in, out, kernel, stride, 0);
  }

  /** Keeps the size where the stride is 1. */
  Value apply(Scope scope, Value x) {
    return x.conv2d(weight(scope), bias(scope), stride, kernel / 2);
  }

  /** Halves the size: one row and one column of zeros go below and to the right, nowhere else. */
  Value applyPaddedBelow(Scope scope, Value x) {
    var padded =
        scope.graph().op("torch.constant_pad_nd", x, Operand.ints(0, 1, 0, 1), Operand.of(0));
    return applyUnpadded(scope, padded);
  }

  /** Keeps to pixels that have all their neighbours. */
  Value applyUnpadded(Scope scope, Value x) {
    return x.conv2d(weight(scope), bias(scope), stride, 0);
  }

  /** In the type of products. */
  Value weight(Scope scope) {
    return scope.weight(
        "weight", new Initialization.VarianceScaling(scale), out, in, kernel, kernel);
  }

  /** In the type of products. */
  Value bias(Scope scope) {
    return scope.weight("bias", Initialization.ZEROS, out);
  }

  /** The weight before it is rounded to the type of products. */
  Value exactWeight(Scope scope) {
    return scope.parameter(
        "weight", new Initialization.VarianceScaling(scale), out, in, kernel, kernel);
  }

  /** The bias before it is rounded to the type of products. */
  Value exactBias(Scope scope) {
    return scope.parameter("bias", Initialization.ZEROS, out);
  }
}
