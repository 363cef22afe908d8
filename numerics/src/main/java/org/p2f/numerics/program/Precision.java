package org.p2f.numerics.program;

/**
 * The type in which convolutions, products and activations are computed; weights are float32 either
 * way.
 */
public enum Precision {
  FLOAT32(ElementType.FLOAT32),
  BFLOAT16(ElementType.BFLOAT16);

  private final ElementType element;

  Precision(ElementType element) {
    this.element = element;
  }

  public ElementType element() {
    return element;
  }
}
