package org.p2f.benchmarks.serve;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open loop that goes on beside whatever else is done, until it is stopped. */
final class RunningLoad implements AutoCloseable {
  /** Longer than any answer is waited for. */
  private static final long LAST_ANSWERS_SECONDS = 150;

  private final AtomicBoolean goesOn = new AtomicBoolean(true);
  private final CompletableFuture<Tally> tally;

  /**
   * @param rate requests a second
   */
  RunningLoad(Load load, double rate) {
    tally =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return load.open(rate, goesOn::get);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The load was interrupted", e);
              }
            },
            task -> Thread.ofPlatform().name("load").daemon().start(task));
  }

  /** What became of its requests, once the last is answered. */
  Tally stop() {
    goesOn.set(false);
    return tally.orTimeout(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    goesOn.set(false);
  }
}
