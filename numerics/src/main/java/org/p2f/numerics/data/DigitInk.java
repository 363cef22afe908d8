package org.p2f.numerics.data;

import java.util.List;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/** How a grey digit becomes an image of 32×32. */
sealed interface DigitInk permits GreyInk, ColouredInk {
  ImageShape shape();

  /** Factors besides the digit. */
  List<Factor> factors();

  /** The brushes for the images of a split, in their order. */
  Brush brush(Split split);

  /** Draws one image after the other. */
  interface Brush {
    /**
     * @param digit the digit padded to the image's size, 255 where the ink is
     * @param image receives the image
     * @param labels receives the labels of {@link #factors}, from index 1 on
     */
    void draw(byte[] digit, byte[] image, int[] labels);
  }
}
