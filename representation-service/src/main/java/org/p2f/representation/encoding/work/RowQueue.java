package org.p2f.representation.encoding.work;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.p2f.representation.encoding.work.Batch.Row;

/**
 * Tasks whose rows wait, bounded by their number and by that of their rows. Batches are cut so that
 * every task of a model has its share of each, and so that their sizes are powers of two: few
 * shapes for libtorch to prepare, none of them padded.
 *
 * <p>As a task has its share of the batch in which its turn comes, whatever others ask for, it is
 * the number of tasks that bounds how long a small one waits.
 */
final class RowQueue {
  private final int mostRows;
  private final int mostTasks;
  private final int largestBatch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<EncodingTask> tasks = new ArrayDeque<>();
  private int waiting;
  private boolean closed;

  /**
   * @param largestBatch a power of two
   */
  RowQueue(int mostRows, int mostTasks, int largestBatch) {
    this.mostRows = mostRows;
    this.mostTasks = mostTasks;
    this.largestBatch = largestBatch;
  }

  /** What became of a task that was offered. */
  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  /** A task with more rows than may wait is taken when nothing else does. */
  Offer offer(EncodingTask task) {
    lock.lock();
    try {
      if (closed) {
        return Offer.CLOSED;
      }
      if (tasks.size() >= mostTasks || (waiting > 0 && waiting + task.rows() > mostRows)) {
        return Offer.FULL;
      }
      tasks.addLast(task);
      waiting += task.rows();
      changed.signal();
      return Offer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /** Whether any task that was offered now would be refused. */
  boolean isFull() {
    lock.lock();
    try {
      return tasks.size() >= mostTasks || waiting >= mostRows;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the rows of a task that are not handed out yet. */
  void remove(EncodingTask task) {
    lock.lock();
    try {
      if (tasks.remove(task)) {
        waiting -= task.left();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for rows, no longer than told; empty if none came. */
  Optional<Batch> take(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = patience.toNanos();
      while (tasks.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return tasks.isEmpty() ? Optional.empty() : Optional.of(cut());
    } finally {
      lock.unlock();
    }
  }

  private Batch cut() {
    RowEncoder encoder = tasks.getFirst().encoder();
    int most = Math.min(largestBatch, encoder.mostRows());
    List<EncodingTask> mates =
        tasks.stream().filter(task -> task.encoder().equals(encoder)).limit(most).toList();
    long there = mates.stream().mapToLong(EncodingTask::left).sum();
    int size = (int) Long.highestOneBit(Math.min(there, most));
    int share = Math.ceilDiv(size, mates.size());
    List<Row> rows = new ArrayList<>(size);
    mates.forEach(task -> move(task, Math.min(share, size - rows.size()), rows));
    mates.forEach(task -> move(task, size - rows.size(), rows));
    waiting -= size;
    yieldTurn(rows);
    return new Batch(encoder, rows);
  }

  /** Those who had a share stand behind those who had none. */
  private void yieldTurn(List<Row> rows) {
    Set<EncodingTask> served = new LinkedHashSet<>();
    rows.forEach(row -> served.add(row.task()));
    tasks.removeIf(served::contains);
    served.stream().filter(task -> task.left() > 0).forEach(tasks::addLast);
  }

  private static void move(EncodingTask task, int most, List<Row> rows) {
    for (int count = Math.min(most, task.left()); count > 0; count--) {
      rows.add(new Row(task, task.take()));
    }
  }

  /** Rows that wait. */
  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing from now on; what waits can still be taken out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether it is closed and nothing waits. */
  boolean isDone() {
    lock.lock();
    try {
      return closed && tasks.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
