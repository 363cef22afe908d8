package org.p2f.numerics.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.p2f.numerics.data.ImageDataset;

/**
 * Batches in order of steps, each gathered while the one before it is worked on. Two native buffers
 * take turns: a batch is valid until the one after the next is asked for.
 */
final class BatchFeed implements AutoCloseable {

  private final ImageDataset data;
  private final BatchOrder order;
  private final ExecutorService gatherer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("batch-feed").factory());
  private final Arena arena = Arena.ofShared();
  private final MemorySegment[] buffers = new MemorySegment[2];
  private long step;
  private Future<MemorySegment> next;

  /**
   * @param step of the first batch
   */
  BatchFeed(ImageDataset data, BatchOrder order, int batchSize, long step) {
    this.data = data;
    this.order = order;
    this.step = step;
    long bytes = (long) batchSize * data.channels() * data.height() * data.width() * Float.BYTES;
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = arena.allocate(bytes, 64);
    }
    this.next = gather(step);
  }

  /** Float32 [B, C, H, W] in [0, 1]. */
  MemorySegment next() {
    MemorySegment batch;
    try {
      batch = next.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Batch %d could not be gathered".formatted(step), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for batch %d".formatted(step), e);
    }
    step++;
    next = gather(step);
    return batch;
  }

  private Future<MemorySegment> gather(long wanted) {
    return gatherer.submit(
        () -> {
          var buffer = buffers[(int) (wanted % buffers.length)];
          data.gather(order.batch(wanted), buffer);
          return buffer;
        });
  }

  @Override
  public void close() {
    gatherer.close();
    arena.close();
  }
}
