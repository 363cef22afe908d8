package org.p2f.representation.encoding.work;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.EncodingRefusal;
import org.p2f.representation.encoding.EncodingRefused;
import org.p2f.representation.encoding.Encodings;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.picture.Picture;
import org.p2f.spec.network.Weights;
import org.springframework.stereotype.Component;

/** Hands callers' rows to the batch loop and waits for them. */
@Component
class QueuedEncodings implements Encodings {
  private final BatchLoop loop;
  private final RowQueue queue;
  private final ModelPool models;
  private final CodeCache cache;
  private final EncodingProperties properties;
  private final Throughput throughput;
  private final EncodingTrace trace;

  QueuedEncodings(
      BatchLoop loop,
      RowQueue queue,
      ModelPool models,
      CodeCache cache,
      EncodingProperties properties,
      Throughput throughput,
      EncodingTrace trace) {
    this.loop = loop;
    this.queue = queue;
    this.models = models;
    this.cache = cache;
    this.properties = properties;
    this.throughput = throughput;
    this.trace = trace;
  }

  @Override
  public Encoded encode(ModelCard card, Weights weights, List<Picture> pictures, Times times) {
    if (!loop.isReady()) {
      throw refused(
          queue.isDone() ? new EncodingRefusal.Draining() : new EncodingRefusal.Starting());
    }
    long deadline = System.nanoTime() + properties.deadline().toNanos();
    try {
      ServedModel model = models.use(new ModelKey(card.id(), weights), properties.deadline());
      try {
        var codes = new Codes(pictures.size(), times.size(), card.codes());
        var call = new Call(model, pictures, times, codes, deadline);
        if (cache.isEnabled()) {
          var rows = new ClaimedRows(codes);
          rows.claim(cache, card, weights, model.precision(), pictures, times);
          encode(call, rows);
        } else {
          int[] all = IntStream.range(0, pictures.size() * times.size()).toArray();
          compute(call, all, row -> {});
        }
        if (!codes.areFinite()) {
          throw refused(new EncodingRefusal.NotFinite(card.id()));
        }
        return new Encoded(codes, model.precision(), null);
      } finally {
        model.release();
      }
    } catch (TimeoutException e) {
      throw refused(new EncodingRefusal.TooLate(properties.deadline()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for codes", e);
    }
  }

  @Override
  public Optional<EncodingRefusal> overload() {
    return queue.isFull() ? Optional.of(full()) : Optional.empty();
  }

  /** What the tasks of one call have in common. */
  private record Call(
      RowEncoder encoder, List<Picture> pictures, Times times, Codes codes, long deadlineNanos) {}

  private void encode(Call call, ClaimedRows rows) throws InterruptedException, TimeoutException {
    try {
      compute(call, rows.own(), rows::keep);
    } finally {
      rows.giveUp();
    }
    compute(call, rows.await(call.deadlineNanos()), row -> {});
  }

  private void compute(Call call, int[] rows, IntConsumer computed)
      throws InterruptedException, TimeoutException {
    if (rows.length > 0) {
      compute(
          new EncodingTask(
              call.encoder(),
              call.pictures(),
              call.times(),
              call.codes(),
              rows,
              computed,
              System.nanoTime()),
          call.deadlineNanos());
    }
  }

  /** Has a task's rows computed. */
  void compute(EncodingTask task, long deadlineNanos)
      throws InterruptedException, TimeoutException {
    switch (queue.offer(task)) {
      case TAKEN -> {}
      case FULL -> throw refused(full());
      case CLOSED -> throw refused(new EncodingRefusal.Draining());
    }
    try {
      var _ =
          task.result().get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | InterruptedException e) {
      queue.remove(task);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EncodingRefused refused) {
        throw refused;
      }
      throw new IllegalStateException("Encoding failed", e);
    } finally {
      trace.ended(task);
    }
  }

  private EncodingRefusal full() {
    int waiting = queue.waiting();
    return new EncodingRefusal.QueueFull(waiting, throughput.timeFor(waiting));
  }

  private static EncodingRefused refused(EncodingRefusal refusal) {
    return new EncodingRefused(refusal);
  }
}
