package org.p2f.spec.objective;

/**
 * A term that draws the codes of two views of an image together and those of different images
 * apart: λ times NT-Xent (Chen et al., arXiv:2002.05709, eq. 1) of codes behind a projection head
 * of two layers, which is there in training alone.
 *
 * @param weight λ, at least 0; 0 leaves it out
 * @param temperature τ, above 0
 * @param projection values of the head's output, and of its hidden layer, at least 1
 */
public record Contrast(double weight, double temperature, int projection) {
  /** None at all. */
  public static final Contrast NONE = new Contrast(0, 1, 1);

  public Contrast {
    if (!(0 <= weight && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("The contrast's weight is at least 0, got " + weight);
    }
    if (!(0 < temperature && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The contrast's temperature is above 0, got " + temperature);
    }
    if (projection < 1) {
      throw new IllegalArgumentException("A projection has at least 1 value, got " + projection);
    }
  }

  /** Whether it counts, so that there are pairs of views. */
  public boolean counts() {
    return weight > 0;
  }
}
