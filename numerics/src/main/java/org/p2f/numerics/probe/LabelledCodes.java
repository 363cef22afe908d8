package org.p2f.numerics.probe;

import java.util.List;

/** Codes of some images, and the images' labels. */
public final class LabelledCodes {
  private final int images;
  private final int size;
  private final float[] codes;
  private final List<int[]> labels;

  /**
   * @param size values of a code
   * @param codes float32 [N, size]
   * @param labels of each factor, [N]; at least one factor
   */
  public LabelledCodes(int size, float[] codes, List<int[]> labels) {
    this.images = labels.getFirst().length;
    this.size = size;
    this.codes = codes.clone();
    this.labels = List.copyOf(labels);
    if (size < 1 || codes.length != images * size) {
      throw new IllegalArgumentException(
          "%d values are not %d codes of %d".formatted(codes.length, images, size));
    }
    if (labels.stream().anyMatch(of -> of.length != images)) {
      throw new IllegalArgumentException("Each factor has one label an image");
    }
  }

  /** Other codes of the same images. */
  LabelledCodes with(int otherSize, float[] otherCodes) {
    return new LabelledCodes(otherSize, otherCodes, labels);
  }

  int images() {
    return images;
  }

  /** Values of a code. */
  int size() {
    return size;
  }

  double value(int image, int at) {
    return codes[image * size + at];
  }

  int factors() {
    return labels.size();
  }

  int label(int image, int factor) {
    return labels.get(factor)[image];
  }

  boolean areFinite() {
    for (float value : codes) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
