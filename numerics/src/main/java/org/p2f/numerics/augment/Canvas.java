package org.p2f.numerics.augment;

/** A square image of bytes, and room for the next one: uint8 [C, side, side]. */
final class Canvas {
  final int channels;
  final int side;
  final int plane;
  private byte[] pixels;
  private byte[] spare;

  Canvas(int channels, int side) {
    if (!(channels == 1 || channels == 3) || side < 2) {
      throw new IllegalArgumentException(
          "Images have 1 or 3 channels and at least 2 pixels a side, got %d and %d"
              .formatted(channels, side));
    }
    this.channels = channels;
    this.side = side;
    this.plane = side * side;
    this.pixels = new byte[channels * plane];
    this.spare = new byte[channels * plane];
  }

  /** The image, to be read and written. */
  byte[] pixels() {
    return pixels;
  }

  void show(byte[] image) {
    System.arraycopy(image, 0, pixels, 0, pixels.length);
  }

  /** Where a pixel of the new image lies in the old one. */
  @FunctionalInterface
  interface Origin {
    /** Outside the image: black. */
    int NOWHERE = -1;

    /**
     * @return index within a plane, or {@link #NOWHERE}
     */
    int of(int x, int y);
  }

  void move(Origin origin) {
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int from = origin.of(x, y);
        int to = y * side + x;
        for (int at = 0; at < pixels.length; at += plane) {
          spare[at + to] = from == Origin.NOWHERE ? 0 : pixels[at + from];
        }
      }
    }
    swap();
  }

  /**
   * Takes each pixel from an affine map of its centre, without interpolation: x' = a·x + b·y + c,
   * y' = d·x + e·y + f.
   */
  void affine(double a, double b, double c, double d, double e, double f) {
    move(
        (x, y) -> {
          int fromX = (int) Math.floor(a * (x + .5) + b * (y + .5) + c);
          int fromY = (int) Math.floor(d * (x + .5) + e * (y + .5) + f);
          return fromX < 0 || fromX >= side || fromY < 0 || fromY >= side
              ? Origin.NOWHERE
              : fromY * side + fromX;
        });
  }

  /** The array that is not shown, to be filled and then shown by {@link #swap}. */
  byte[] spare() {
    return spare;
  }

  void swap() {
    byte[] shown = spare;
    spare = pixels;
    pixels = shown;
  }
}
