package org.p2f.local.platform;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A program that is started again whenever it ends by itself: after a second at first, later and
 * later while it keeps ending. What it had in hand is the catalog's: its jobs go on from their last
 * checkpoints.
 */
final class Supervised<C extends Child<C>> implements AutoCloseable {

  private C child;
  private boolean released;

  /**
   * @param child the first, which runs
   */
  Supervised(C child) {
    this.child = child;
  }

  /** The process of the moment. */
  synchronized C child() {
    return child;
  }

  String name() {
    return child().name();
  }

  /**
   * Returns when the program is ready.
   *
   * @throws LocalFailure if it ends before
   */
  void awaitReady(HttpClient http) throws InterruptedException {
    child().awaitReady(http);
  }

  /**
   * From now on starts it again when it ends, until it is released.
   *
   * @param tell told of each end and each start
   */
  void watch(BackOff backOff, Consumer<String> tell) {
    Thread.ofVirtual().name("watch " + name()).start(() -> keep(backOff, tell));
  }

  /** Lets it end for good, when it does. */
  synchronized void release() {
    released = true;
    notifyAll();
  }

  /** Ends it for good. */
  @Override
  public void close() {
    release();
    child().close();
  }

  private void keep(BackOff backOff, Consumer<String> tell) {
    try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      while (true) {
        var began = System.nanoTime();
        var tether = child().tether();
        var status = tether.process().waitFor();
        var pause = backOff.after(Duration.ofNanos(System.nanoTime() - began));
        if (isReleased()) {
          return;
        }
        tell.accept(
            "%s ended with status %d; it is started again in %d s. Its log: %s.1"
                .formatted(name(), status, Math.max(1, pause.toSeconds()), tether.log()));
        if (!waited(pause)) {
          return;
        }
        startAgain(http, tell);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where that cannot be done, on a full disk say, it is tried again after the next pause. */
  private void startAgain(HttpClient http, Consumer<String> tell) throws InterruptedException {
    try {
      if (replaced()) {
        awaitReady(http);
        tell.accept("%s is ready again.".formatted(name()));
      }
    } catch (LocalFailure endedAgain) {
      if (!isReleased()) {
        tell.accept(endedAgain.explanation());
        child().close(); // where it hangs rather than ends
      }
    }
  }

  private synchronized boolean isReleased() {
    return released;
  }

  /** False if it was released meanwhile. */
  private synchronized boolean replaced() {
    if (!released) {
      child.close();
      child = child.again();
    }
    return !released;
  }

  /** False if it was released meanwhile. */
  private synchronized boolean waited(Duration pause) throws InterruptedException {
    var until = System.nanoTime() + pause.toNanos();
    for (var left = pause.toMillis();
        !released && left > 0;
        left = Duration.ofNanos(until - System.nanoTime()).toMillis()) {
      wait(left);
    }
    return !released;
  }
}
