package org.p2f.numerics.data;

import java.util.List;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/** White on black, in one channel, as published. */
record GreyInk() implements DigitInk {
  @Override
  public ImageShape shape() {
    return ImageShape.square(1, MnistReader.SIDE);
  }

  @Override
  public List<Factor> factors() {
    return List.of();
  }

  @Override
  public Brush brush(Split split) {
    return (digit, image, labels) -> System.arraycopy(digit, 0, image, 0, digit.length);
  }
}
