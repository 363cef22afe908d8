package org.p2f.numerics.encode;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The biases of the times that were asked for lately: constants of a model, each computed once. For
 * one thread at a time.
 */
final class TimeBiases {

  /** Times kept; a grid has some hundred at most, and a time takes some kilobytes. */
  static final int KEPT = 1024;

  /** Computes the biases of one time. */
  @FunctionalInterface
  interface Source {
    float[] at(float time);
  }

  private final int size;
  private final Source source;
  private final Map<Float, float[]> known =
      new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Float, float[]> eldest) {
          return size() > KEPT;
        }
      };
  private MemorySegment rows = MemorySegment.NULL;

  /**
   * @param size S, values of one time
   */
  TimeBiases(int size, Source source) {
    this.size = size;
    this.source = source;
  }

  int size() {
    return size;
  }

  /** Float32 [1, S] in native memory, valid until the next call. */
  MemorySegment at(float time) {
    var row = room(1);
    put(time, row, 0);
    return row;
  }

  /**
   * A row for each time.
   *
   * @param t float32 [B]
   * @return float32 [B, S] in native memory, valid until the next call
   */
  MemorySegment of(MemorySegment t) {
    int count = Math.toIntExact(t.byteSize() / Float.BYTES);
    var all = room(count);
    for (int i = 0; i < count; i++) {
      put(t.get(ValueLayout.JAVA_FLOAT_UNALIGNED, (long) i * Float.BYTES), all, i);
    }
    return all;
  }

  private void put(float time, MemorySegment into, int row) {
    // Adding zero turns -0.0 into 0.0, which is the same time.
    var values = known.computeIfAbsent(time + 0f, source::at);
    MemorySegment.copy(
        values, 0, into, ValueLayout.JAVA_FLOAT, (long) row * size * Float.BYTES, size);
  }

  private MemorySegment room(int count) {
    long bytes = (long) count * size * Float.BYTES;
    if (rows.byteSize() < bytes) {
      rows = Arena.ofAuto().allocate(bytes, 64);
    }
    return rows.asSlice(0, bytes);
  }
}
