package org.p2f.numerics.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.p2f.numerics.program.Engine;

/**
 * Computes for each replica, side by side on a CPU that has threads for it and one after the other
 * elsewhere. For use by one thread, which computes along.
 */
final class Crew implements AutoCloseable {
  private final int replicas;

  /** That compute at once, the calling thread among them. */
  private final int abreast;

  private final ExecutorService helpers;

  /**
   * @param threads that each replica computes with
   */
  Crew(Engine engine, int replicas, int threads) {
    this.replicas = replicas;
    this.abreast =
        switch (engine.target()) {
          case CPU -> Math.min(replicas, engine.threads() / threads);
          case GPU -> 1;
        };
    this.helpers =
        Executors.newCachedThreadPool(
            work ->
                Thread.ofPlatform()
                    .name("p2f-replica")
                    .daemon()
                    .unstarted(
                        () -> {
                          var _ = engine.limit(threads); // ends with the thread
                          work.run();
                        }));
  }

  /**
   * @param task of the i-th replica
   * @return what the tasks gave, in their order, once all have ended
   * @throws RuntimeException what a task threw
   */
  <T> List<T> each(IntFunction<T> task) {
    var helped =
        IntStream.range(1, abreast)
            .mapToObj(first -> CompletableFuture.supplyAsync(() -> share(first, task), helpers))
            .toList();
    var shares = new ArrayList<List<T>>();
    try {
      shares.add(share(0, task));
    } finally {
      // Tasks use tensors that the caller frees: none may outlive the call.
      CompletableFuture.allOf(helped.toArray(CompletableFuture[]::new))
          .exceptionally(_ -> null)
          .join();
    }
    helped.forEach(share -> shares.add(resultOf(share)));
    return IntStream.range(0, replicas)
        .mapToObj(i -> shares.get(i % abreast).get(i / abreast))
        .toList();
  }

  private static <T> T resultOf(CompletableFuture<T> done) {
    return switch (done.state()) {
      case SUCCESS -> done.resultNow();
      default ->
          throw done.exceptionNow() instanceof RuntimeException e
              ? e
              : new IllegalStateException(done.exceptionNow());
    };
  }

  private <T> List<T> share(int first, IntFunction<T> task) {
    var results = new ArrayList<T>();
    for (int i = first; i < replicas; i += abreast) {
      results.add(task.apply(i));
    }
    return results;
  }

  @Override
  public void close() {
    helpers.shutdown();
  }
}
