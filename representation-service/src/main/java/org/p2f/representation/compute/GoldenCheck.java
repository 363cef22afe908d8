package org.p2f.representation.compute;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.representation.domain.EncodingRefusal.Unfit;
import org.p2f.representation.domain.EncodingRefused;

/**
 * Reference codes that training left with a model: {@code x} float32 [n, C, H, W], {@code t}
 * float32 [K], {@code z} float32 [n, K, d] of the raw weights in float32.
 */
final class GoldenCheck {
  /**
   * Largest difference, in parts of the largest reference value. Other thread counts, layouts and
   * processors order sums differently, which moves float32 codes by some 1e-6.
   */
  static final double BOUND = 1e-4;

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final MemorySegment x;
  private final MemorySegment t;
  private final MemorySegment z;
  private final int images;
  private final int times;
  private final int codes;

  private GoldenCheck(SafetensorsFile file, Encoder encoder) throws IOException {
    long[] xShape = shape(file, "x", 4);
    long[] tShape = shape(file, "t", 1);
    long[] zShape = shape(file, "z", 3);
    this.x = file.data("x");
    this.t = file.data("t");
    this.z = file.data("z");
    this.images = Math.toIntExact(xShape[0]);
    this.times = Math.toIntExact(tShape[0]);
    this.codes = encoder.spec().latentSize();
    if (x.byteSize() != (long) images * encoder.spec().preprocessing().values() * Float.BYTES
        || zShape[0] != images
        || zShape[1] != times
        || zShape[2] != codes
        || z.byteSize() == 0) {
      throw new IOException("its reference codes do not fit it");
    }
  }

  private static long[] shape(SafetensorsFile file, String name, int axes) throws IOException {
    try {
      TensorInfo info = file.tensor(name);
      if (info.dtype() == DataType.F32 && info.shape().length == axes) {
        return info.shape();
      }
      throw new IOException("its reference codes have " + info);
    } catch (NoSuchElementException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * @param encoder with raw weights, in float32
   * @throws IOException if the file does not hold reference codes
   * @throws EncodingRefused if the encoder computes others
   */
  static void require(Encoder encoder, Path goldens, String modelId) throws IOException {
    try (var file = SafetensorsFile.open(goldens)) {
      double difference = new GoldenCheck(file, encoder).difference(encoder);
      if (!(difference <= BOUND)) { // also refuses NaN
        throw new EncodingRefused(
            new Unfit(
                modelId,
                "its codes are off the reference codes by %.1e of the largest, allowed are %.0e"
                    .formatted(difference, BOUND)));
      }
    }
  }

  /** Largest difference of a value, in parts of the largest reference value; NaN if any is. */
  private double difference(Encoder encoder) {
    double difference = 0;
    double largest = 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pixels = arena.allocate(x.byteSize(), 64).copyFrom(x);
      MemorySegment at = arena.allocate((long) images * Float.BYTES, 64);
      MemorySegment out = arena.allocate((long) images * codes * Float.BYTES, 64);
      for (int k = 0; k < times; k++) {
        for (int i = 0; i < images; i++) {
          at.setAtIndex(FLOAT, i, t.getAtIndex(FLOAT, k));
        }
        encoder.encode(pixels, at, out);
        for (int i = 0; i < images; i++) {
          for (int c = 0; c < codes; c++) {
            double golden = z.getAtIndex(FLOAT, ((long) i * times + k) * codes + c);
            double got = out.getAtIndex(FLOAT, (long) i * codes + c);
            difference = Math.max(difference, Math.abs(got - golden)); // keeps NaN
            largest = Math.max(largest, Math.abs(golden));
          }
        }
      }
    }
    return difference == 0 ? 0 : difference / largest;
  }
}
