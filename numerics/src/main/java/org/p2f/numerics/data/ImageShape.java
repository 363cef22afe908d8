package org.p2f.numerics.data;

/** Shape of every image of a data set; values are bytes, channel after channel, row by row. */
record ImageShape(int channels, int height, int width) {
  ImageShape {
    if (!(channels == 1 || channels == 3) || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "No image has %d channels of %d×%d pixels".formatted(channels, height, width));
    }
  }

  static ImageShape square(int channels, int side) {
    return new ImageShape(channels, side, side);
  }

  int plane() {
    return height * width;
  }

  int bytes() {
    return channels * plane();
  }
}
