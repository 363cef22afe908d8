package org.p2f.representation.encoding.work;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.encoding.work.Batch.Row;
import org.p2f.representation.picture.Picture;

/**
 * One caller's pictures at his times. Its rows, an image at a time each, are handed out by the
 * {@link RowQueue} and computed by the batch loop in any number of batches.
 */
final class EncodingTask {
  private final RowEncoder encoder;
  private final List<Picture> pictures;
  private final Times times;
  private final Codes codes;
  private final int[] wanted;
  private final IntConsumer computed;
  private final long submittedNanos;
  private final CompletableFuture<Codes> result = new CompletableFuture<>();
  private int taken;
  private int done;
  private int batches;
  private volatile @Nullable Long begunNanos;

  /**
   * @param codes receives the codes; of every picture at every time
   * @param wanted the rows to compute, those of a picture standing together
   * @param computed told each row as soon as its code is written, by the engine's thread
   */
  EncodingTask(
      RowEncoder encoder,
      List<Picture> pictures,
      Times times,
      Codes codes,
      int[] wanted,
      IntConsumer computed,
      long nowNanos) {
    if (wanted.length == 0) {
      throw new IllegalArgumentException("A task has at least one row");
    }
    this.encoder = encoder;
    this.pictures = pictures;
    this.times = times;
    this.codes = codes;
    this.wanted = wanted;
    this.computed = computed;
    this.submittedNanos = nowNanos;
  }

  RowEncoder encoder() {
    return encoder;
  }

  /** Number of rows to compute. */
  int rows() {
    return wanted.length;
  }

  Picture picture(int row) {
    return pictures.get(row / times.size());
  }

  double time(int row) {
    return times.values().get(row % times.size());
  }

  /** Where all codes go, row after row. */
  Codes codes() {
    return codes;
  }

  long submittedNanos() {
    return submittedNanos;
  }

  /** When its first batch began; null before. */
  @Nullable Long begunNanos() {
    return begunNanos;
  }

  /** In how many batches its rows were computed; known when the result is. */
  int batches() {
    return batches;
  }

  /** A batch with some of its rows begins; called by the batch loop. */
  void begin(long nowNanos) {
    if (begunNanos == null) {
      begunNanos = nowNanos;
    }
  }

  /** Completes with the codes, or with why there are none. */
  CompletableFuture<Codes> result() {
    return result;
  }

  /** Rows not yet handed out; guarded by the queue. */
  int left() {
    return wanted.length - taken;
  }

  /** Hands out the next row; guarded by the queue. */
  int take() {
    return wanted[taken++];
  }

  /** The codes of some rows are written; called by the batch loop. */
  void finish(List<Row> rows) {
    rows.forEach(row -> computed.accept(row.index()));
    done += rows.size();
    batches++;
    if (done == wanted.length) {
      result.complete(codes);
    }
  }
}
