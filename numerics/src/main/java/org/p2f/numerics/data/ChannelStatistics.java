package org.p2f.numerics.data;

/**
 * Mean and standard deviation (over all pixels, not corrected for the sample) of each channel, of
 * values in [0, 1]. Sums are of whole numbers and therefore exact.
 */
final class ChannelStatistics {
  private static final double WHITE = 255;

  private final ImageShape shape;
  private final long[] sums;
  private final long[] squares;
  private long images;

  ChannelStatistics(ImageShape shape) {
    this.shape = shape;
    this.sums = new long[shape.channels()];
    this.squares = new long[shape.channels()];
  }

  void add(byte[] pixels, int offset) {
    int plane = shape.plane();
    for (int channel = 0; channel < sums.length; channel++) {
      int from = offset + channel * plane;
      long sum = 0;
      long square = 0;
      for (int i = from; i < from + plane; i++) {
        int value = Byte.toUnsignedInt(pixels[i]);
        sum += value;
        square += (long) value * value;
      }
      sums[channel] += sum;
      squares[channel] += square;
    }
    images++;
  }

  double[] mean() {
    double[] mean = new double[sums.length];
    for (int channel = 0; channel < mean.length; channel++) {
      mean[channel] = sums[channel] / count() / WHITE;
    }
    return mean;
  }

  double[] std() {
    double[] std = new double[sums.length];
    for (int channel = 0; channel < std.length; channel++) {
      double mean = sums[channel] / count();
      std[channel] = Math.sqrt(Math.max(0, squares[channel] / count() - mean * mean)) / WHITE;
    }
    return std;
  }

  private double count() {
    return (double) images * shape.plane();
  }
}
