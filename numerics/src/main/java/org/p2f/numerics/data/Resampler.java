package org.p2f.numerics.data;

/**
 * Resizes the largest centred square of a picture: by the mean of the area under each new pixel
 * when it shrinks, linearly between pixels when it grows.
 */
final class Resampler {
  private final int size;

  Resampler(int size) {
    this.size = size;
  }

  /** Shares of the source pixels {@code first}, {@code first + 1}, … in one new pixel; sum 1. */
  private static final class Taps {
    final int first;
    final double[] shares;

    Taps(int first, double... shares) {
      this.first = first;
      this.shares = shares;
    }
  }

  /** Three planes of {@code size × size} bytes. */
  byte[] square(Picture picture) {
    int side = Math.min(picture.width(), picture.height());
    int left = (picture.width() - side) / 2;
    int top = (picture.height() - side) / 2;
    Taps[] taps = taps(side);
    byte[] out = new byte[3 * size * size];
    double[] row = new double[side];
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < size; y++) {
        blendRows(picture, channel, left, top, taps[y], row);
        for (int x = 0; x < size; x++) {
          double value = 0;
          double[] shares = taps[x].shares;
          for (int i = 0; i < shares.length; i++) {
            value += shares[i] * row[taps[x].first + i];
          }
          out[(channel * size + y) * size + x] = (byte) Math.clamp(Math.round(value), 0, 255);
        }
      }
    }
    return out;
  }

  private static void blendRows(
      Picture picture, int channel, int left, int top, Taps taps, double[] row) {
    for (int x = 0; x < row.length; x++) {
      double value = 0;
      for (int i = 0; i < taps.shares.length; i++) {
        value += taps.shares[i] * picture.value(channel, left + x, top + taps.first + i);
      }
      row[x] = value;
    }
  }

  private Taps[] taps(int side) {
    Taps[] taps = new Taps[size];
    double scale = (double) side / size;
    for (int i = 0; i < size; i++) {
      taps[i] = scale >= 1 ? area(i, scale, side) : between(i, scale, side);
    }
    return taps;
  }

  private static Taps area(int i, double scale, int side) {
    double begin = i * scale;
    double end = Math.min(side, (i + 1) * scale);
    int first = (int) begin;
    int last = Math.min(side - 1, (int) Math.ceil(end) - 1);
    double[] shares = new double[last - first + 1];
    for (int at = first; at <= last; at++) {
      shares[at - first] = (Math.min(end, at + 1) - Math.max(begin, at)) / (end - begin);
    }
    return new Taps(first, shares);
  }

  private static Taps between(int i, double scale, int side) {
    double centre = Math.clamp((i + .5) * scale - .5, 0, side - 1);
    int first = Math.min((int) centre, Math.max(0, side - 2));
    double share = centre - first;
    return side == 1 ? new Taps(0, 1) : new Taps(first, 1 - share, share);
  }
}
