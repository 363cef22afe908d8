package org.p2f.numerics.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Paints a square of up to half the side over the image, DeVries and Taylor, arXiv:1708.04552, as
 * the published policies have it: its centre anywhere, its size uniform, its last row and column
 * included, in the mean colour of ImageNet.
 */
final class Cutout {
  private static final double LARGEST = .5;

  /** Red, green and blue; the luma of these for grey images. */
  private static final int[] COLOUR = {125, 123, 114};

  private static final int GREY = 123;

  private Cutout() {}

  static void apply(Canvas canvas, RandomGenerator random) {
    double size = LARGEST * canvas.side * random.nextDouble();
    double x = canvas.side * random.nextDouble();
    double y = canvas.side * random.nextDouble();
    apply(canvas, x, y, size);
  }

  /**
   * @param x of the centre, in pixels from the left
   * @param y likewise, from above
   * @param size in pixels
   */
  static void apply(Canvas canvas, double x, double y, double size) {
    int left = (int) Math.max(0, x - size / 2);
    int top = (int) Math.max(0, y - size / 2);
    int right = (int) Math.min(canvas.side - 1, left + size);
    int bottom = (int) Math.min(canvas.side - 1, top + size);
    for (int channel = 0; channel < canvas.channels; channel++) {
      byte colour = (byte) (canvas.channels == 1 ? GREY : COLOUR[channel]);
      for (int row = top; row <= bottom; row++) {
        int start = channel * canvas.plane + row * canvas.side;
        Arrays.fill(canvas.pixels(), start + left, start + right + 1, colour);
      }
    }
  }
}
