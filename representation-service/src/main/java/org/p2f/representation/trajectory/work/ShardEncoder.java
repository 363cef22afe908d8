package org.p2f.representation.trajectory.work;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.p2f.spec.data.TrajectorySplit;

/**
 * Represents up to a shard's images at every time, one time after the other, in batches that depend
 * on nothing but the number of threads: the same images give the same bits. For one thread.
 */
final class ShardEncoder implements AutoCloseable {
  /**
   * Images that a thread of the engine has in a batch, so that what a layer makes of them stays in
   * its core's cache: on two threads, 16 images a batch are encoded 1.2 times as fast as 128 by the
   * published encoder and twice as fast by the smallest one.
   */
  private static final int IMAGES_A_THREAD = 8;

  private final Representer network;
  private final ExtractionImages images;
  private final List<Double> times;
  private final int values;
  private final int codes;
  private final int drawn;
  private final int batch;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment pixels;
  private final MemorySegment results;
  private final MemorySegment noise;
  private final MemorySegment shard;

  /**
   * @param most images of a shard
   * @param threads of the network's engine
   */
  ShardEncoder(
      Representer network, ExtractionImages images, List<Double> times, int most, int threads) {
    this.network = network;
    this.images = images;
    this.times = times;
    this.values = network.spec().preprocessing().values();
    this.codes = network.width();
    this.drawn = network.noise();
    this.batch = Math.min(most, threads * IMAGES_A_THREAD);
    this.pixels = floats((long) most * values);
    this.results = floats((long) most * codes);
    this.noise = floats((long) most * drawn);
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
    images.gather(split, from, to, floats(pixels, 0, count, values));
    for (int k = 0; k < times.size(); k++) {
      draw(split, from, count, times.get(k));
      encode(count, times.get(k));
      long bytes = (long) codes * Float.BYTES;
      for (int i = 0; i < count; i++) {
        long row = (long) i * times.size() + k;
        MemorySegment.copy(results, i * bytes, shard, row * bytes, bytes);
      }
      if (!goOn.test(count)) {
        return Optional.empty();
      }
    }
    return Optional.of(floats(shard, 0, count, times.size() * codes));
  }

  private void encode(int count, double time) {
    for (int start = 0; start < count; start += batch) {
      int images = Math.min(batch, count - start);
      var seen = floats(pixels, start, images, values);
      var out = floats(results, start, images, codes);
      network.represent(seen, time, floats(noise, start, images, drawn), out);
    }
  }

  private void draw(TrajectorySplit split, int from, int count, double time) {
    for (int i = 0; i < count && drawn > 0; i++) {
      NoiseDraws.fill(split, from + i, time, noise, (long) i * drawn, drawn);
    }
  }

  private static MemorySegment floats(MemorySegment rows, int from, int count, int size) {
    long bytes = (long) size * Float.BYTES;
    return rows.asSlice(from * bytes, count * bytes);
  }

  @Override
  public void close() {
    arena.close();
  }
}
