package org.p2f.numerics.net;

import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * A 3×3 convolution that halves or doubles the size of an image.
 *
 * <p>Without the filter it pads one row and one column of zeros below and to the right to halve,
 * and repeats pixels to double. With it, as in StyleGAN2 (Karras et al., arXiv:1912.04958), it
 * filters before it halves, and after it doubled. The authors' PyTorch code of the doubling form
 * steps backwards through a tensor, which PyTorch refuses; this one is what it was ported from.
 */
record SizedConvolution(int in, int out, boolean fir) {

  private static final double GAIN_OF_DOUBLING = 4;

  Value down(Scope scope, Value x) {
    var convolution = Convolution.of3x3(in, out).withStride(2);
    return fir
        ? convolution.applyUnpadded(part(scope), Fir.filter(x, in, 1, 2))
        : convolution.applyPaddedBelow(part(scope), x);
  }

  Value up(Scope scope, Value x) {
    var convolution = Convolution.of3x3(in, out);
    if (!fir) {
      return convolution.apply(part(scope), Resampling.UP.apply(x, in, false));
    }
    var part = part(scope);
    var turned =
        scope
            .graph()
            .op("torch.flip", convolution.weight(part), Operand.ints(2, 3))
            .transpose(0, 1);
    var doubled = x.convTranspose2d(turned, Operand.none(), 2, 0, 1);
    return Fir.filter(doubled, out, GAIN_OF_DOUBLING, 1)
        .add(convolution.bias(part).reshape(-1, 1, 1));
  }

  private Scope part(Scope scope) {
    return scope.in(fir ? "Conv2d_0" : "Conv_0");
  }
}
