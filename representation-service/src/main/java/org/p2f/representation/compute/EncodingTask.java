package org.p2f.representation.compute;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.p2f.representation.domain.Codes;
import org.p2f.representation.domain.ModelCard;
import org.p2f.representation.domain.Picture;
import org.p2f.representation.domain.Times;
import org.p2f.representation.domain.WeightSet;

/**
 * One caller's pictures at his times. Its rows, an image at a time each, are handed out by the
 * {@link RowQueue} and computed by the batch loop in any number of batches.
 */
final class EncodingTask {
  private final ModelKey key;
  private final List<Picture> pictures;
  private final Times times;
  private final Codes codes;
  private final long submittedNanos;
  private final CompletableFuture<Codes> result = new CompletableFuture<>();
  private int taken;
  private int done;

  EncodingTask(
      ModelCard model, WeightSet weights, List<Picture> pictures, Times times, long nowNanos) {
    this.key = new ModelKey(model.id(), weights);
    this.pictures = pictures;
    this.times = times;
    this.codes = new Codes(pictures.size(), times.size(), model.codes());
    this.submittedNanos = nowNanos;
  }

  ModelKey key() {
    return key;
  }

  int rows() {
    return pictures.size() * times.size();
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

  /** Completes with the codes, or with why there are none. */
  CompletableFuture<Codes> result() {
    return result;
  }

  /** Rows not yet handed out; guarded by the queue. */
  int left() {
    return rows() - taken;
  }

  /** Hands out the next row; guarded by the queue. */
  int take() {
    return taken++;
  }

  /** The codes of some rows are written; called by the batch loop. */
  void finish(int rows) {
    done += rows;
    if (done == rows()) {
      result.complete(codes);
    }
  }
}
