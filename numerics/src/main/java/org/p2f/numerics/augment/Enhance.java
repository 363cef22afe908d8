package org.p2f.numerics.augment;

/**
 * Blends an image with one that lacks something: at factor 1 nothing changes, below it the image
 * loses what the other lacks, above it that is exaggerated.
 */
final class Enhance {
  private static final int WHITE = 255;

  private Enhance() {}

  static void brightness(Canvas canvas, double factor) {
    byte[] pixels = canvas.pixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = blend(0, Byte.toUnsignedInt(pixels[i]), (float) factor);
    }
  }

  static void contrast(Canvas canvas, double factor) {
    long sum = 0;
    for (int i = 0; i < canvas.plane; i++) {
      sum += luma(canvas, i);
    }
    int mean = (int) ((double) sum / canvas.plane + .5);
    byte[] pixels = canvas.pixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = blend(mean, Byte.toUnsignedInt(pixels[i]), (float) factor);
    }
  }

  static void colour(Canvas canvas, double factor) {
    byte[] pixels = canvas.pixels();
    for (int i = 0; canvas.channels == 3 && i < canvas.plane; i++) {
      int grey = luma(canvas, i);
      for (int at = i; at < pixels.length; at += canvas.plane) {
        pixels[at] = blend(grey, Byte.toUnsignedInt(pixels[at]), (float) factor);
      }
    }
  }

  /** Against a 3×3 mean with a weight of 5 at its centre; the border stays as it is. */
  static void sharpness(Canvas canvas, double factor) {
    byte[] from = canvas.pixels();
    byte[] to = canvas.spare();
    System.arraycopy(from, 0, to, 0, from.length);
    int side = canvas.side;
    for (int plane = 0; plane < from.length; plane += canvas.plane) {
      for (int y = 1; y < side - 1; y++) {
        for (int x = 1; x < side - 1; x++) {
          int at = plane + y * side + x;
          int value = Byte.toUnsignedInt(from[at]);
          int sum = 4 * value;
          for (int row = at - side; row <= at + side; row += side) {
            sum +=
                Byte.toUnsignedInt(from[row - 1])
                    + Byte.toUnsignedInt(from[row])
                    + Byte.toUnsignedInt(from[row + 1]);
          }
          to[at] = blend((2 * sum + 13) / 26, value, (float) factor);
        }
      }
    }
    canvas.swap();
  }

  /** ITU-R BT.601, in 16 bits of fraction. */
  private static int luma(Canvas canvas, int i) {
    byte[] pixels = canvas.pixels();
    int red = Byte.toUnsignedInt(pixels[i]);
    if (canvas.channels == 1) {
      return red;
    }
    int green = Byte.toUnsignedInt(pixels[i + canvas.plane]);
    int blue = Byte.toUnsignedInt(pixels[i + 2 * canvas.plane]);
    return (red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16;
  }

  private static byte blend(int lacking, int value, float factor) {
    float blended = lacking + factor * (value - lacking);
    return (byte) (int) Math.clamp(blended, 0, WHITE);
  }
}
