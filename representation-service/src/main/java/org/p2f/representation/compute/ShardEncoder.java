package org.p2f.representation.compute;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.trajectory.TrajectorySplit;

/** Encodes up to a shard's images at every time, one time after the other. For one thread. */
final class ShardEncoder implements AutoCloseable {
  private final Encoder encoder;
  private final ExtractionImages images;
  private final List<Double> times;
  private final int values;
  private final int codes;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment pixels;
  private final MemorySegment results;
  private final MemorySegment shard;

  ShardEncoder(Encoder encoder, ExtractionImages images, List<Double> times, int most) {
    this.encoder = encoder;
    this.images = images;
    this.times = times;
    this.values = encoder.spec().preprocessing().values();
    this.codes = encoder.spec().latentSize();
    this.pixels = floats((long) most * values);
    this.results = floats((long) most * codes);
    this.shard = floats((long) most * times.size() * codes);
  }

  private MemorySegment floats(long count) {
    return arena.allocate(count * Float.BYTES, 64);
  }

  /**
   * @param goOn asked after each time, with the number of images just encoded at it
   * @return float32 [to − from, times, codes], valid until the next call; empty if told not to go
   *     on
   */
  Optional<MemorySegment> encode(TrajectorySplit split, int from, int to, IntPredicate goOn) {
    int count = to - from;
    MemorySegment batch = first(pixels, (long) count * values);
    images.gather(split, from, to, batch);
    for (int k = 0; k < times.size(); k++) {
      encoder.encode(batch, times.get(k), first(results, (long) count * codes));
      long bytes = (long) codes * Float.BYTES;
      for (int i = 0; i < count; i++) {
        long row = (long) i * times.size() + k;
        MemorySegment.copy(results, i * bytes, shard, row * bytes, bytes);
      }
      if (!goOn.test(count)) {
        return Optional.empty();
      }
    }
    return Optional.of(first(shard, (long) count * times.size() * codes));
  }

  private static MemorySegment first(MemorySegment of, long floats) {
    return of.asSlice(0, floats * Float.BYTES);
  }

  @Override
  public void close() {
    arena.close();
  }
}
