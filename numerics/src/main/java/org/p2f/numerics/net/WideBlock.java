package org.p2f.numerics.net;

import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.spec.network.Conditioning;

/**
 * A residual block of the encoder: the time enters between its convolutions, the stride is in the
 * second. The shortcut carries the raw input.
 */
record WideBlock(int in, int out, int stride, int embedding, Conditioning conditioning) {

  Convolution first() {
    return Convolution.of3x3(in, out);
  }

  Convolution second() {
    return Convolution.of3x3(out, out).withStride(stride);
  }

  private Convolution shortcut() {
    return Convolution.of1x1(in, out).withStride(stride);
  }

  Linear time() {
    return new Linear(embedding, timeValues());
  }

  /** What the block's linear map makes of the time: of each channel a shift, or scale and shift. */
  int timeValues() {
    return conditioning == Conditioning.SHIFT ? out : 2 * out;
  }

  BatchNorm norm1() {
    return BatchNorm.of(in);
  }

  BatchNorm norm2() {
    return BatchNorm.of(out);
  }

  /**
   * @param activatedTime SiLU of the time embedding, float32 [B, embedding]
   */
  Value apply(Scope scope, Value x, Value activatedTime) {
    var h = first().apply(scope.in("conv1"), norm1().apply(scope.in("bn1"), x).relu());
    var time = time().apply(scope.in("Dense_0"), activatedTime);
    var normed =
        switch (conditioning) {
          case SHIFT -> norm2().apply(scope.in("bn2"), Images.addToPixels(scope, h, time));
          case SCALE_SHIFT ->
              Images.scaleAndShift(scope, norm2().apply(scope.in("bn2"), h), time, out);
        };
    return second().apply(scope.in("conv2"), normed.relu()).add(carried(scope, x));
  }

  /** What the shortcut makes of the input. */
  Value carried(Scope scope, Value x) {
    boolean same = stride == 1 && in == out;
    return same ? x : shortcut().apply(scope.in("shortcut").in(0), x);
  }
}
