package org.p2f.representation.picture;

/** Shape of the images that a model takes or a data set has; one or three channels. */
public record ImageShape(int channels, int height, int width) {
  public ImageShape {
    if (!(channels == 1 || channels == 3) || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "No image has %d channels of %d×%d pixels".formatted(channels, height, width));
    }
  }

  /** Values of one image. */
  public int values() {
    return channels * height * width;
  }

  /** Such as {@code 3×32×32}. */
  @Override
  public String toString() {
    return "%d×%d×%d".formatted(channels, height, width);
  }
}
