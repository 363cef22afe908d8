package org.p2f.representation.encoding.work;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.EncodingRefusal;
import org.p2f.representation.encoding.EncodingRefused;
import org.p2f.representation.encoding.work.Batch.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes batches on one thread, one after the other. If the engine hangs, the worker is given up
 * and another takes its place; what it held on to is let go of when, if ever, the engine returns.
 */
final class EngineWorker implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(EngineWorker.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final RowQueue queue;
  private final EncodingMeters meters;
  private final Throughput throughput;
  private volatile boolean givenUp;
  private volatile @Nullable Running running;
  private volatile boolean hasComputed;

  /** A batch on its way through the engine. */
  private record Running(Batch batch, long sinceNanos) {}

  EngineWorker(RowQueue queue, EncodingMeters meters, Throughput throughput) {
    this.queue = queue;
    this.meters = meters;
    this.throughput = throughput;
  }

  @Override
  public void run() {
    try {
      while (!givenUp && !queue.isDone()) {
        queue.take(TICK).ifPresent(this::compute);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void compute(Batch batch) {
    if (!batch.encoder().use()) {
      // Freed: those who waited have stopped waiting.
      batch.byTask().keySet().forEach(task -> fail(task, stalled()));
      return;
    }
    try {
      long now = System.nanoTime();
      running = new Running(batch, now);
      for (var task : tasks(batch)) {
        task.begin(now);
        meters.queued(Duration.ofNanos(now - task.submittedNanos()));
      }
      computeOrBisect(batch);
      hasComputed = true;
    } finally {
      running = null;
      batch.encoder().release();
    }
  }

  private void computeOrBisect(Batch batch) {
    long start = System.nanoTime();
    try {
      batch.encoder().encode(batch.rows());
    } catch (RuntimeException | OutOfMemoryError e) {
      bisect(batch, e);
      return;
    }
    var took = Duration.ofNanos(System.nanoTime() - start);
    meters.computed(batch.rows().size(), took);
    throughput.add(batch.rows().size(), took);
    batch.byTask().forEach(EncodingTask::finish);
  }

  /** Whoever spoilt the batch must not spoil it for the others. */
  private void bisect(Batch batch, Throwable cause) {
    List<Row> rows = batch.rows();
    if (givenUp || rows.size() == 1 || tasks(batch).size() == 1) {
      tasks(batch).forEach(task -> fail(task, cause));
    } else {
      log.warn("A batch of {} rows failed; trying its halves", rows.size(), cause);
      batch.halves().forEach(this::computeOrBisect);
    }
  }

  private static Set<EncodingTask> tasks(Batch batch) {
    return batch.rows().stream().map(Row::task).collect(Collectors.toSet());
  }

  private void fail(EncodingTask task, Throwable cause) {
    queue.remove(task);
    task.result().completeExceptionally(cause);
  }

  private static EncodingRefused stalled() {
    return new EncodingRefused(new EncodingRefusal.Stalled());
  }

  /**
   * Whether a batch takes far longer than it should.
   *
   * @param limit that a batch may take in any case
   * @param share how many times as long as a full batch took at first it may take
   */
  boolean hangs(Duration limit, int share) {
    Running now = running;
    if (now == null) {
      return false;
    }
    long allowed = now.batch().encoder().fullBatch().multipliedBy(share).toNanos();
    return System.nanoTime() - now.sinceNanos() > Math.max(limit.toNanos(), allowed);
  }

  /** Ends once the engine returns. Its callers are answered now, its model is not used again. */
  void giveUp() {
    givenUp = true;
    Running now = running;
    if (now != null) {
      now.batch().encoder().retire();
      tasks(now.batch()).forEach(task -> fail(task, stalled()));
    }
  }

  /** Whether it has come through a batch. */
  boolean hasComputed() {
    return hasComputed;
  }
}
