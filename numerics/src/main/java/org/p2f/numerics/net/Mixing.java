package org.p2f.numerics.net;

import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * A 1×1 convolution whose published weight is [in, out] ("network in network").
 *
 * @param scale of the initial weights' variance; 0 for a layer that starts as good as silent
 */
record Mixing(int in, int out, double scale) {

  private static final double PUBLISHED_SCALE = .1;

  static Mixing of(int in, int out) {
    return new Mixing(in, out, PUBLISHED_SCALE);
  }

  static Mixing silent(int channels) {
    return new Mixing(channels, channels, 0);
  }

  /**
   * @param tokens [B, N, in]
   */
  Value ofTokens(Scope scope, Value tokens) {
    return tokens.matmul(weight(scope)).add(bias(scope));
  }

  /**
   * @param x [B, in, H, W]
   */
  Value ofPixels(Scope scope, Value x) {
    var kernel = weight(scope).transpose(0, 1).reshape(out, in, 1, 1);
    return x.conv2d(kernel, bias(scope), 1, 0);
  }

  private Value weight(Scope scope) {
    return scope.weight("W", new Initialization.VarianceScaling(scale), in, out);
  }

  private Value bias(Scope scope) {
    return scope.weight("b", Initialization.ZEROS, out);
  }
}
