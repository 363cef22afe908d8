package org.p2f.numerics.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The five shapes, centred at the origin, y downwards, in pixels. Plain arithmetic rather than a
 * graphics library: the images are the same on every machine.
 */
enum Glyph {
  CIRCLE {
    @Override
    boolean contains(double x, double y) {
      return x * x + y * y <= 5.7 * 5.7;
    }
  },
  SQUARE {
    @Override
    boolean contains(double x, double y) {
      return Math.abs(x) <= 5 && Math.abs(y) <= 5;
    }
  },
  TRIANGLE {
    // Point up, 12 wide and 11 high.
    @Override
    boolean contains(double x, double y) {
      return y <= 5.5 && Math.abs(x) <= 6 * (y + 5.5) / 11;
    }
  },
  STAR {
    @Override
    boolean contains(double x, double y) {
      return inStar(x, y - .6);
    }
  },
  CROSS {
    @Override
    boolean contains(double x, double y) {
      double a = Math.abs(x);
      double b = Math.abs(y);
      return Math.max(a, b) <= 6 && Math.min(a, b) <= 2;
    }
  };

  /** Samples a pixel's side: 256 in all, one for each level of grey. */
  private static final int SAMPLES = 16;

  private static final int ALL_SAMPLES = SAMPLES * SAMPLES;

  private static final double STAR_RADIUS = 6.3;

  /** Of a pentagram, so that opposite edges lie on one line: (3 − √5)/2 of the radius. */
  private static final double STAR_INNER = STAR_RADIUS * (3 - StrictMath.sqrt(5)) / 2;

  /** Is the point of the shape? */
  abstract boolean contains(double x, double y);

  static List<String> names() {
    return Arrays.stream(values()).map(shape -> shape.name().toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * How much of each pixel the shape covers, 0 to 255, row by row.
   *
   * @param side of the image in pixels
   */
  byte[] coverage(int side, double centreX, double centreY) {
    byte[] coverage = new byte[side * side];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int inside = samplesInside(column - centreX, row - centreY);
        coverage[row * side + column] = (byte) ((inside * 255 + ALL_SAMPLES / 2) / ALL_SAMPLES);
      }
    }
    return coverage;
  }

  private int samplesInside(double left, double top) {
    int inside = 0;
    for (int down = 0; down < SAMPLES; down++) {
      for (int across = 0; across < SAMPLES; across++) {
        if (contains(left + (across + .5) / SAMPLES, top + (down + .5) / SAMPLES)) {
          inside++;
        }
      }
    }
    return inside;
  }

  /** Five points, one up: in polar form each tenth of a turn is a line from a tip to a notch. */
  private static boolean inStar(double x, double y) {
    double tenth = StrictMath.PI / 5;
    double angle = Math.abs(StrictMath.atan2(x, -y)) % (2 * tenth);
    double fromTip = Math.min(angle, 2 * tenth - angle);
    double radius = StrictMath.hypot(x, y);
    double along = radius * StrictMath.cos(fromTip);
    double across = radius * StrictMath.sin(fromTip);
    double notchAlong = STAR_INNER * StrictMath.cos(tenth);
    double notchAcross = STAR_INNER * StrictMath.sin(tenth);
    return (STAR_RADIUS - along) * notchAcross >= across * (STAR_RADIUS - notchAlong);
  }
}
