package org.p2f.numerics.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The five shapes, centred at the origin, y downwards, in pixels. Any two of equal centre and size
 * differ in a third or more of their pixels, so that they can be told apart in small images. Plain
 * arithmetic rather than a graphics library: the images are the same on every machine.
 */
enum Glyph {
  CIRCLE {
    @Override
    boolean contains(double x, double y) {
      return x * x + y * y <= 6.5 * 6.5;
    }
  },
  RING {
    @Override
    boolean contains(double x, double y) {
      double square = x * x + y * y;
      return 4.5 * 4.5 <= square && square <= 7.8 * 7.8;
    }
  },
  TRIANGLE {
    // Point up, 16 wide and 15 high.
    @Override
    boolean contains(double x, double y) {
      return -8 <= y && y <= 7 && Math.abs(x) <= 8 * (y + 8) / 15;
    }
  },
  BAR {
    @Override
    boolean contains(double x, double y) {
      return Math.abs(x) <= 8 && Math.abs(y) <= 3;
    }
  },
  CROSS {
    @Override
    boolean contains(double x, double y) {
      double a = Math.abs(x);
      double b = Math.abs(y);
      return Math.max(a, b) <= 8 && Math.min(a, b) <= 2.5;
    }
  };

  /** Samples a pixel's side. */
  private static final int SAMPLES = 8;

  private static final int ALL_SAMPLES = SAMPLES * SAMPLES;

  /** No shape goes further from its centre, across or down. */
  private static final double REACH = 8;

  /** Is the point of the shape? */
  abstract boolean contains(double x, double y);

  static List<String> names() {
    return Arrays.stream(values()).map(shape -> shape.name().toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * How much of each pixel the shape covers, 0 to 255, row by row.
   *
   * @param side of the image in pixels
   * @param scale of the shape's size
   */
  byte[] coverage(int side, double centreX, double centreY, double scale) {
    byte[] coverage = new byte[side * side];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        double left = column - centreX;
        double top = row - centreY;
        if (near(left, scale) && near(top, scale)) {
          int inside = samplesInside(left, top, scale);
          coverage[row * side + column] = (byte) ((inside * 255 + ALL_SAMPLES / 2) / ALL_SAMPLES);
        }
      }
    }
    return coverage;
  }

  /** Whether a pixel that begins there can hold some of a shape. */
  private static boolean near(double start, double scale) {
    return -REACH * scale - 1 < start && start < REACH * scale;
  }

  private int samplesInside(double left, double top, double scale) {
    int inside = 0;
    for (int down = 0; down < SAMPLES; down++) {
      for (int across = 0; across < SAMPLES; across++) {
        double x = left + (across + .5) / SAMPLES;
        double y = top + (down + .5) / SAMPLES;
        if (contains(x / scale, y / scale)) {
          inside++;
        }
      }
    }
    return inside;
  }
}
