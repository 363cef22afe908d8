package org.p2f.numerics.net;

import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * A residual block of NCSNv2. Source: Song and Ermon, arXiv:2006.09011, App. A.
 *
 * @param down whether it is the first of a level: there the size is halved, or where convolutions
 *     are dilated only the shortcut convolved
 * @param dilation of its convolutions
 * @param codeSize length of the code; 0 for none
 */
record NcsnBlock(int in, int out, boolean down, int dilation, int codeSize) {

  Value apply(Scope scope, Value x, @Nullable Value code) {
    int middle = down ? in : out;
    var h = normed(scope.in("normalize1"), in, x, code);
    h = NcsnConvolution.of3x3(in, middle).dilated(dilation).apply(scope.in("conv1"), h);
    h = normed(scope.in("normalize2"), middle, h, code);
    var second = NcsnConvolution.of3x3(middle, out).dilated(dilation);
    h = halves() ? halved(second, scope.in("conv2"), h) : second.apply(scope.in("conv2"), h);
    return carried(scope.in("shortcut"), x).add(h);
  }

  private boolean halves() {
    return down && dilation == 1;
  }

  private Value normed(Scope scope, int channels, Value x, @Nullable Value code) {
    return new InstanceNormPlus(channels, codeSize).apply(scope, x, code).elu();
  }

  /** What the shortcut makes of the input. */
  private Value carried(Scope scope, Value x) {
    if (!down && in == out) {
      return x;
    }
    return halves()
        ? halved(NcsnConvolution.of1x1(in, out), scope, x)
        : NcsnConvolution.of3x3(in, out).dilated(dilation).apply(scope, x);
  }

  private static Value halved(NcsnConvolution convolution, Scope scope, Value x) {
    return x.graph()
        .op("torch.avg_pool2d", convolution.apply(scope.in("conv"), x), Operand.ints(2, 2));
  }
}
