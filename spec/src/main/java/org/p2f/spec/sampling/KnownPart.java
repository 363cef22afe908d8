package org.p2f.spec.sampling;

/** What sampling is to keep of given images. */
public sealed interface KnownPart {

  /** Nothing: images are looked at by the encoder alone. */
  record Nothing() implements KnownPart {}

  /**
   * All but a rectangle of pixels (inpainting).
   *
   * @param x from the left, at least 0
   * @param y from above, at least 0
   * @param width at least 1
   * @param height at least 1
   */
  record AllBut(int x, int y, int width, int height) implements KnownPart {
    public AllBut {
      if (x < 0 || y < 0 || width < 1 || height < 1) {
        throw new IllegalArgumentException(
            "No rectangle: %d × %d at (%d, %d)".formatted(width, height, x, y));
      }
    }

    /** Whether a pixel lies within the rectangle. */
    public boolean hides(int column, int row) {
      return x <= column && column < x + width && y <= row && row < y + height;
    }
  }

  /** The mean of the colour channels of each pixel (colourisation). */
  record Brightness() implements KnownPart {}
}
