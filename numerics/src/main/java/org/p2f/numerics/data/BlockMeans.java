package org.p2f.numerics.data;

/**
 * Reduces images: each pixel becomes the mean of a square of pixels, halves rounded up.
 *
 * @param from shape of what comes in
 * @param factor pixels a side of a square; 1 changes nothing
 */
record BlockMeans(ImageShape from, int factor) {

  /**
   * What the options ask for.
   *
   * @throws InvalidData if squares of no size lead from one to the other
   */
  static BlockMeans of(DatasetOptions options, ImageShape from) throws InvalidData {
    Integer imageSize = options.imageSize();
    return imageSize == null ? new BlockMeans(from, 1) : to(imageSize, from, options.name());
  }

  /**
   * @param imageSize height and width that come out
   * @throws InvalidData if the images' sides are not equal multiples of it
   */
  static BlockMeans to(int imageSize, ImageShape from, String dataset) throws InvalidData {
    int factor = from.height() / imageSize;
    if (factor < 1 || imageSize * factor != from.height() || imageSize * factor != from.width()) {
      throw new InvalidData(
          dataset,
          "images of %d×%d pixels cannot be reduced to %d a side: it must divide both sides"
              .formatted(from.height(), from.width(), imageSize));
    }
    return new BlockMeans(from, factor);
  }

  ImageShape shape() {
    return new ImageShape(from.channels(), from.height() / factor, from.width() / factor);
  }

  /**
   * @param pixels holds an image from {@code offset} on
   * @param out receives the reduced image
   */
  void reduce(byte[] pixels, int offset, byte[] out) {
    var to = shape();
    int area = factor * factor;
    int at = 0;
    for (int channel = 0; channel < to.channels(); channel++) {
      int plane = offset + channel * from.plane();
      for (int row = 0; row < to.height(); row++) {
        for (int column = 0; column < to.width(); column++) {
          int corner = plane + row * factor * from.width() + column * factor;
          out[at++] = (byte) ((sum(pixels, corner) + area / 2) / area);
        }
      }
    }
  }

  private int sum(byte[] pixels, int corner) {
    int sum = 0;
    for (int down = 0; down < factor; down++) {
      for (int across = 0; across < factor; across++) {
        sum += Byte.toUnsignedInt(pixels[corner + down * from.width() + across]);
      }
    }
    return sum;
  }
}
