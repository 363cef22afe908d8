package org.p2f.numerics.data;

/** Pixel values in [0, 1]. */
public final class UnitValues {
  private static final float WHITE = 255;

  /** Float of each byte: the quotient itself, not a product with 1/255, which can differ. */
  private static final float[] OF = new float[256];

  static {
    for (int value = 0; value < OF.length; value++) {
      OF[value] = value / WHITE;
    }
  }

  private UnitValues() {}

  /**
   * @param out as long as {@code bytes}; receives each value divided by 255
   */
  public static void of(byte[] bytes, float[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = OF[Byte.toUnsignedInt(bytes[i])];
    }
  }
}
