package org.p2f.numerics.augment;

/** Replaces each value of a channel by another, whatever stands around it. */
final class ToneCurves {
  private static final int WHITE = 255;

  private ToneCurves() {}

  static void posterize(Canvas canvas, int bits) {
    int mask = WHITE & (WHITE << (8 - bits));
    byte[] curve = new byte[WHITE + 1];
    for (int value = 0; value <= WHITE; value++) {
      curve[value] = (byte) (value & mask);
    }
    applyToAll(canvas, curve);
  }

  static void solarize(Canvas canvas, int threshold) {
    byte[] curve = new byte[WHITE + 1];
    for (int value = 0; value <= WHITE; value++) {
      curve[value] = (byte) (value < threshold ? value : WHITE - value);
    }
    applyToAll(canvas, curve);
  }

  /** Spreads each channel over black to white. */
  static void stretch(Canvas canvas) {
    byte[] curve = new byte[WHITE + 1];
    for (int from = 0; from < canvas.pixels().length; from += canvas.plane) {
      int low = WHITE;
      int high = 0;
      for (int i = from; i < from + canvas.plane; i++) {
        int value = Byte.toUnsignedInt(canvas.pixels()[i]);
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      if (high > low) {
        double scale = (double) WHITE / (high - low);
        for (int value = low; value <= high; value++) {
          curve[value] = (byte) (int) (value * scale - low * scale);
        }
        apply(canvas, from, curve);
      }
    }
  }

  /** Makes all values of a channel as frequent, as far as whole numbers allow. */
  static void equalize(Canvas canvas) {
    byte[] curve = new byte[WHITE + 1];
    for (int from = 0; from < canvas.pixels().length; from += canvas.plane) {
      int[] counts = new int[WHITE + 1];
      int high = 0;
      for (int i = from; i < from + canvas.plane; i++) {
        int value = Byte.toUnsignedInt(canvas.pixels()[i]);
        counts[value]++;
        high = Math.max(high, value);
      }
      int step = (canvas.plane - counts[high]) / WHITE;
      if (step > 0) {
        int before = step / 2;
        for (int value = 0; value <= WHITE; value++) {
          curve[value] = (byte) Math.min(WHITE, before / step);
          before += counts[value];
        }
        apply(canvas, from, curve);
      }
    }
  }

  private static void applyToAll(Canvas canvas, byte[] curve) {
    for (int from = 0; from < canvas.pixels().length; from += canvas.plane) {
      apply(canvas, from, curve);
    }
  }

  private static void apply(Canvas canvas, int from, byte[] curve) {
    byte[] pixels = canvas.pixels();
    for (int i = from; i < from + canvas.plane; i++) {
      pixels[i] = curve[Byte.toUnsignedInt(pixels[i])];
    }
  }
}
