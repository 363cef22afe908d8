package org.p2f.numerics.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.random.RandomStreams;

/** The random bytes by which units are dropped: a function of (seed, step) alone. */
final class DropoutBytes {

  /** SplitMix64's increment and multipliers (Steele, Lea and Flood 2014). */
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private static final long FIRST = 0xBF58476D1CE4E5B9L;
  private static final long SECOND = 0x94D049BB133111EBL;

  private DropoutBytes() {}

  /**
   * @param firstStep counted over the whole training
   * @return uint8 [steps, seeds, units, batch]
   */
  static NDArray draw(
      NDManager owner,
      List<RandomStreams> streams,
      long firstStep,
      int steps,
      int units,
      int batch) {
    long one = (long) units * batch;
    var shape = new Shape(steps, streams.size(), units, batch);
    if (one == 0) {
      return owner.create(shape, DataType.UINT8);
    }
    try (var arena = Arena.ofConfined()) {
      var all = arena.allocate(shape.size(), Long.BYTES);
      for (int step = 0; step < steps; step++) {
        for (int s = 0; s < streams.size(); s++) {
          fill(
              all.asSlice(((long) step * streams.size() + s) * one, one),
              streams.get(s).seedOf("head/dropout", firstStep + step));
        }
      }
      return TensorSet.copy(owner, all, shape, DataType.UINT8);
    }
  }

  /** SplitMix64 of a counter; eight bytes a number. */
  private static void fill(MemorySegment bytes, long seed) {
    long whole = bytes.byteSize() / Long.BYTES;
    for (long i = 0; i < whole; i++) {
      bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, i * Long.BYTES, mix(seed + (i + 1) * GAMMA));
    }
    long last = mix(seed + (whole + 1) * GAMMA);
    for (long i = whole * Long.BYTES; i < bytes.byteSize(); i++) {
      bytes.set(ValueLayout.JAVA_BYTE, i, (byte) last);
      last >>>= Byte.SIZE;
    }
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * FIRST;
    z = (z ^ (z >>> 27)) * SECOND;
    return z ^ (z >>> 31);
  }
}
