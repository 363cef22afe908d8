package org.p2f.numerics.program;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Independent work on as many threads as the engine has, each computing alone: no thread ever waits
 * for another, and what a task gives does not depend on the number of threads.
 */
public final class Workers {

  private static final long PULSE_MILLIS = 20;

  private Workers() {}

  /** A piece of work. */
  @FunctionalInterface
  public interface Task<T> {
    /**
     * @param stopping true once the result is not wanted any more; to be asked often
     */
    T run(BooleanSupplier stopping);
  }

  /**
   * Runs all tasks, in about their order.
   *
   * @param pulse called by the calling thread, often, until all is done; whatever it throws ends
   *     the work and reaches the caller
   * @return the tasks' results, in the tasks' order
   * @throws RuntimeException what a task threw
   */
  public static <T> List<T> run(Engine engine, List<Task<T>> tasks, Runnable pulse) {
    var work = new Work<>(engine, tasks);
    int count = Math.min(engine.threads(), tasks.size());
    var finished = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      Thread.ofPlatform()
          .name("p2f-worker-" + i)
          .daemon()
          .start(
              () -> {
                try {
                  work.go();
                } finally {
                  finished.countDown();
                }
              });
    }
    try {
      while (!await(finished)) {
        pulse.run();
      }
    } catch (RuntimeException | Error e) {
      work.failure.compareAndSet(null, e);
    } finally {
      finishing(finished);
    }
    return work.results();
  }

  private static boolean await(CountDownLatch finished) {
    try {
      return finished.await(PULSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** No task outlives the call: it may use tensors that the caller frees. */
  private static void finishing(CountDownLatch finished) {
    boolean interrupted = false;
    while (true) {
      try {
        finished.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Work<T> {
    private final Engine engine;
    private final List<Task<T>> tasks;
    private final Map<Integer, T> results = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Work(Engine engine, List<Task<T>> tasks) {
      this.engine = engine;
      this.tasks = List.copyOf(tasks);
    }

    boolean stopping() {
      return failure.get() != null;
    }

    void go() {
      try {
        engine.computeAlone();
        for (int i = next.getAndIncrement();
            i < tasks.size() && !stopping();
            i = next.getAndIncrement()) {
          results.put(i, tasks.get(i).run(this::stopping));
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
    }

    List<T> results() {
      switch (failure.get()) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
      return List.copyOf(new TreeMap<>(results).values());
    }
  }
}
