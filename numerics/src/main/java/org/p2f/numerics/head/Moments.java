package org.p2f.numerics.head;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;

/**
 * Mean and reciprocal standard deviation of each value at each time, over the images that are
 * trained on; the reciprocal is 1 for a value that never varies.
 *
 * @param mean [times · d], or empty: nothing is done to codes
 * @param scale likewise
 */
@SuppressWarnings("ArrayRecordComponent") // read element by element, never compared
record Moments(double[] mean, double[] scale) {

  static final Moments NONE = new Moments(new double[0], new double[0]);

  private static final int BLOCK = 4096;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /** Reads all training images once for the means and once for the deviations. */
  static Moments of(Trajectories trajectories) {
    int width = trajectories.times().size() * trajectories.codes();
    var none = new double[width];
    var mean = averages(trajectories, none, false);
    var variance = averages(trajectories, mean, true);
    var scale = new double[width];
    for (int i = 0; i < width; i++) {
      scale[i] = variance[i] == 0 ? 1 : 1 / Math.sqrt(variance[i]);
    }
    return new Moments(mean, scale);
  }

  /** Means of the distances from a centre, or of their squares. */
  private static double[] averages(Trajectories trajectories, double[] centre, boolean squared) {
    int images = trajectories.images(TrajectorySplit.TRAIN);
    var sums = new double[centre.length];
    for (int from = 0; from < images; from += BLOCK) {
      int first = from;
      int[] rows = IntStream.range(0, Math.min(BLOCK, images - from)).map(i -> first + i).toArray();
      try (var arena = Arena.ofConfined()) {
        var block = arena.allocate((long) rows.length * centre.length * Float.BYTES, Float.BYTES);
        trajectories.gather(TrajectorySplit.TRAIN, rows, block);
        for (int row = 0; row < rows.length; row++) {
          for (int i = 0; i < centre.length; i++) {
            double d = block.getAtIndex(FLOAT, (long) row * centre.length + i) - centre[i];
            sums[i] += squared ? d * d : d;
          }
        }
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= images;
    }
    return sums;
  }

  /**
   * @param codes float32 [images, times, d], changed in place
   */
  void apply(MemorySegment codes) {
    if (mean.length == 0) {
      return;
    }
    long values = codes.byteSize() / Float.BYTES;
    for (long at = 0; at < values; at += mean.length) {
      for (int i = 0; i < mean.length; i++) {
        double value = codes.getAtIndex(FLOAT, at + i);
        codes.setAtIndex(FLOAT, at + i, (float) ((value - mean[i]) * scale[i]));
      }
    }
  }
}
