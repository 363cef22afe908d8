package org.p2f.representation.encoding.work;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.p2f.numerics.encode.Encoder;

/** Which of two encoders of one model is faster on this machine, as it is just now. */
final class EncodingSpeed {
  private static final int IMAGES = 32;

  /** The first run prepares what later ones use. */
  private static final int RUNS = 4;

  private static final double TIME = .5;

  private EncodingSpeed() {}

  static boolean isFaster(Encoder one, Encoder other) {
    return leastNanos(one) < leastNanos(other);
  }

  private static long leastNanos(Encoder encoder) {
    try (var arena = Arena.ofConfined()) {
      long values = (long) IMAGES * encoder.spec().preprocessing().values();
      var pixels = arena.allocate(ValueLayout.JAVA_FLOAT, values);
      var codes =
          arena.allocate(ValueLayout.JAVA_FLOAT, (long) IMAGES * encoder.spec().latentSize());
      long least = Long.MAX_VALUE;
      for (int run = 0; run < RUNS; run++) {
        long start = System.nanoTime();
        encoder.encode(pixels, TIME, codes);
        least = Math.min(least, System.nanoTime() - start);
      }
      return least;
    }
  }
}
