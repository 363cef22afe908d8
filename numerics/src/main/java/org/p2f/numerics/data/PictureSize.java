package org.p2f.numerics.data;

/** Size of a picture as its header tells it, before anything is decoded. */
record PictureSize(int width, int height) {
  /** Decoded in one piece; a 16-bit picture of this size with transparency takes 200 MB. */
  static final long MOST_PIXELS = 25_000_000;

  long pixels() {
    return (long) width * height;
  }

  PictureSize checked(String name) throws InvalidData {
    if (width < 1 || height < 1) {
      throw new InvalidData(name, "claims to have %d×%d pixels".formatted(width, height));
    }
    if (pixels() > MOST_PIXELS) {
      throw new InvalidData(
          name, "has %d×%d pixels; at most %d are decoded".formatted(width, height, MOST_PIXELS));
    }
    return this;
  }
}
