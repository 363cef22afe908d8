package org.p2f.representation.encoding.work;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import org.p2f.numerics.encode.Encoder;
import org.p2f.representation.encoding.work.Batch.Row;
import org.p2f.spec.network.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loaded model with room for one batch; one thread at a time computes. */
final class ServedModel implements RowEncoder {
  private static final Logger log = LoggerFactory.getLogger(ServedModel.class);

  /** Sizes take turns: what disturbs the machine for a while disturbs them all. */
  private static final int TIMED_ROUNDS = 4;

  private final Encoder encoder;
  private final Precision precision;
  private final int most;
  private final int values;
  private final int codes;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment pixels;
  private final MemorySegment times;
  private final MemorySegment results;
  private final float[] image;
  private Duration fullBatch = Duration.ZERO;
  private int mostRows;
  private int users;
  private boolean retired;
  private boolean closed;

  /**
   * @param encoder closed with this
   * @param precision in which it computes
   * @param most rows of a batch, a power of two
   */
  ServedModel(Encoder encoder, Precision precision, int most) {
    this.encoder = encoder;
    this.precision = precision;
    this.most = most;
    this.mostRows = most;
    this.values = encoder.spec().preprocessing().values();
    this.codes = encoder.spec().latentSize();
    this.pixels = floats((long) most * values);
    this.times = floats(most);
    this.results = floats((long) most * codes);
    this.image = new float[values];
  }

  private MemorySegment floats(long count) {
    return arena.allocate(count * Float.BYTES, 64);
  }

  /**
   * Computes every size of batch at one time and at several, so that no caller waits for that, and
   * finds the size with which it is fastest: what a large batch saves in calls it may lose by
   * leaving the processor's cache.
   */
  void warm() {
    for (int rows = 1; rows <= most; rows *= 2) {
      for (int i = 0; i < rows; i++) {
        times.setAtIndex(ValueLayout.JAVA_FLOAT, i, 0);
      }
      compute(rows);
      times.setAtIndex(ValueLayout.JAVA_FLOAT, 0, 1);
      compute(rows);
    }
    var speeds = new BatchSpeeds();
    for (int round = 0; round < TIMED_ROUNDS; round++) {
      for (int rows = 1; rows <= most; rows *= 2) {
        long start = System.nanoTime();
        compute(rows);
        fullBatch = Duration.ofNanos(System.nanoTime() - start);
        speeds.took(rows, fullBatch);
      }
    }
    mostRows = speeds.fastest();
    log.info("Batches of at most {} rows; codes a second by rows: {}", mostRows, speeds);
  }

  @Override
  public int mostRows() {
    return mostRows;
  }

  Precision precision() {
    return precision;
  }

  @Override
  public Duration fullBatch() {
    return fullBatch;
  }

  /** Native memory that it occupies, about. */
  long bytes() {
    return encoder.bytes() + pixels.byteSize() + results.byteSize();
  }

  @Override
  public void encode(List<Row> rows) {
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      row.task().picture(row.index()).copyTo(image);
      MemorySegment.copy(
          image, 0, pixels, ValueLayout.JAVA_FLOAT, (long) i * values * Float.BYTES, values);
      times.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) row.task().time(row.index()));
    }
    compute(rows.size());
    long bytes = (long) codes * Float.BYTES;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      MemorySegment.copy(
          results, i * bytes, row.task().codes().values(), row.index() * bytes, bytes);
    }
  }

  private void compute(int rows) {
    encoder.encode(first(pixels, rows, values), first(times, rows, 1), first(results, rows, codes));
  }

  private static MemorySegment first(MemorySegment of, int rows, int values) {
    return of.asSlice(0, (long) rows * values * Float.BYTES);
  }

  @Override
  public synchronized boolean use() {
    if (closed) {
      return false;
    }
    users++;
    return true;
  }

  @Override
  public synchronized void release() {
    users--;
    closeIfUnused();
  }

  @Override
  public synchronized void retire() {
    retired = true;
    closeIfUnused();
  }

  synchronized boolean isRetired() {
    return retired;
  }

  private void closeIfUnused() {
    if (retired && users == 0 && !closed) {
      closed = true;
      arena.close();
      encoder.close();
    }
  }
}
