package org.p2f.numerics.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Batches in order of steps, made ahead by threads of its own: a fixed number of native buffers
 * goes round, so what is ahead is bounded. What a batch holds does not depend on which thread makes
 * it or when.
 */
final class BatchFeed implements AutoCloseable {
  private static final int CLOSE_SECONDS = 60;

  private final ExecutorService makers;
  private final BlockingQueue<Batches.Maker> idle;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment[] buffers;
  private final Future<?>[] made;
  private long step;
  private long waitedNanos;

  /**
   * @param threads that make batches; one more batch than they are is ready or in the making, and
   *     another one in use
   * @param step of the first batch
   */
  BatchFeed(Batches batches, int threads, long step) {
    this.step = step;
    this.makers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("batch-feed-", 0).factory());
    this.idle = new ArrayBlockingQueue<>(threads);
    for (int i = 0; i < threads; i++) {
      idle.add(batches.maker());
    }
    this.buffers = new MemorySegment[threads + 2];
    this.made = new Future<?>[buffers.length];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = arena.allocate(batches.bytes(), 64);
    }
    for (long ahead = step; ahead < step + buffers.length - 1; ahead++) {
      make(ahead);
    }
  }

  /** Float32 [B, C, H, W] in [0, 1]; valid until the next call. */
  MemorySegment next() {
    make(step + buffers.length - 1); // into the buffer of the batch before, which is done with
    int at = slot(step);
    long begun = System.nanoTime();
    try {
      made[at].get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Batch %d could not be made".formatted(step), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for batch %d".formatted(step), e);
    }
    waitedNanos += System.nanoTime() - begun;
    step++;
    return buffers[at];
  }

  /** How long {@link #next} has waited in all. */
  Duration waited() {
    return Duration.ofNanos(waitedNanos);
  }

  private void make(long wanted) {
    int at = slot(wanted);
    made[at] =
        makers.submit(
            () -> {
              var maker = idle.take(); // there are as many as threads
              try {
                maker.make(wanted, buffers[at]);
              } finally {
                idle.add(maker);
              }
              return wanted;
            });
  }

  private int slot(long of) {
    return (int) (of % buffers.length);
  }

  @Override
  public void close() {
    makers.shutdownNow();
    try {
      if (!makers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("A batch is still being made");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the last batch was made", e);
    }
    arena.close();
  }
}
