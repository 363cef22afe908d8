package org.p2f.numerics.program;

/**
 * The type in which convolutions, products and activations are computed. Weights, statistics, short
 * vectors and losses are float32 with either of the first two.
 */
public enum Precision {
  FLOAT32(ElementType.FLOAT32, ElementType.FLOAT32),
  BFLOAT16(ElementType.BFLOAT16, ElementType.FLOAT32),
  /** Everything in float64, weights too: slow, and the measure of the others' rounding. */
  FLOAT64(ElementType.FLOAT64, ElementType.FLOAT64);

  private final ElementType element;
  private final ElementType exact;

  Precision(ElementType element, ElementType exact) {
    this.element = element;
    this.exact = exact;
  }

  /** That of a choice of users, who have no use for float64. */
  public static Precision of(org.p2f.spec.network.Precision chosen) {
    return switch (chosen) {
      case FLOAT32 -> FLOAT32;
      case BFLOAT16 -> BFLOAT16;
    };
  }

  /** The type of what is not rounded further: weights, statistics, short vectors, losses. */
  public ElementType exact() {
    return exact;
  }

  public ElementType element() {
    return element;
  }
}
