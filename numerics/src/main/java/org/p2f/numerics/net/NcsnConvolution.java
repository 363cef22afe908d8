package org.p2f.numerics.net;

import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * A convolution that keeps the size of images; weights and biases start uniform within 1/√fan_in.
 *
 * <p>The authors' PyTorch code pads dilated convolutions by 1, with which a block's two branches
 * have different sizes; here, as in the code they were ported from, padding grows with dilation.
 *
 * @param kernel height and width, odd
 */
record NcsnConvolution(int in, int out, int kernel, int dilation, boolean biased) {

  static NcsnConvolution of3x3(int in, int out) {
    return new NcsnConvolution(in, out, 3, 1, true);
  }

  static NcsnConvolution of1x1(int in, int out) {
    return new NcsnConvolution(in, out, 1, 1, true);
  }

  NcsnConvolution dilated(int by) {
    return new NcsnConvolution(in, out, kernel, by, biased);
  }

  NcsnConvolution unbiased() {
    return new NcsnConvolution(in, out, kernel, dilation, false);
  }

  Value apply(Scope scope, Value x) {
    var initial = new Initialization.Uniform(1 / Math.sqrt((double) in * kernel * kernel));
    var weight = scope.weight("weight", initial, out, in, kernel, kernel);
    var bias = biased ? scope.weight("bias", initial, out) : Operand.none();
    return x.conv2d(weight, bias, 1, dilation * (kernel / 2), dilation, 1);
  }
}
