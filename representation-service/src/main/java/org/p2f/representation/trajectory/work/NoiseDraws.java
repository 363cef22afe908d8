package org.p2f.representation.trajectory.work;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.TrajectorySplit;

/**
 * The noise of samples of codes, and of images that score networks are shown: standard normal
 * numbers decided by image and time alone, so that an extraction gives the same bytes however often
 * it is taken up.
 */
final class NoiseDraws {
  private static final RandomStreams STREAMS = new RandomStreams(0);

  private NoiseDraws() {}

  /**
   * @param image number in its split
   * @param out receives float32 [values] from {@code offset} values on
   */
  static void fill(
      TrajectorySplit split, int image, double time, MemorySegment out, long offset, int values) {
    var random = STREAMS.stream("code/%s/%s".formatted(split, time), image);
    for (int i = 0; i < values; i++) {
      out.setAtIndex(ValueLayout.JAVA_FLOAT, offset + i, (float) random.nextGaussian());
    }
  }
}
