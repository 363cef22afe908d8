package org.p2f.local.platform;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A program that is started again whenever it ends by itself: after a second at first, later and
 * later while it keeps ending. What it had in hand is the catalog's: its jobs go on from their last
 * checkpoints.
 */
final class Supervised implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private final int port;
  private final Path log;
  private Server server;
  private boolean released;

  private Supervised(Server server, int port, Path log) {
    this.server = server;
    this.port = port;
    this.log = log;
  }

  static Supervised start(Program program, int port, Path log) {
    return new Supervised(Server.start(program, port, log), port, log);
  }

  /** The process of the moment. */
  synchronized Server server() {
    return server;
  }

  String name() {
    return server().program().name();
  }

  int port() {
    return port;
  }

  /**
   * Returns when the program is ready.
   *
   * @throws LocalFailure if it ends before
   */
  void awaitReady(HttpClient http) throws InterruptedException {
    server().awaitReady(http, START_LIMIT);
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
    server().close();
  }

  private void keep(BackOff backOff, Consumer<String> tell) {
    try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      while (true) {
        var began = System.nanoTime();
        var status = server().tether().process().waitFor();
        var pause = backOff.after(Duration.ofNanos(System.nanoTime() - began));
        if (isReleased()) {
          return;
        }
        tell.accept(
            "%s ended with status %d; it is started again in %d s. Its log: %s.1"
                .formatted(name(), status, Math.max(1, pause.toSeconds()), log));
        if (!startAfter(pause)) {
          return;
        }
        tellOfStart(http, tell);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellOfStart(HttpClient http, Consumer<String> tell) throws InterruptedException {
    try {
      awaitReady(http);
      tell.accept("%s is ready again.".formatted(name()));
    } catch (LocalFailure endedAgain) {
      if (!isReleased()) {
        tell.accept(endedAgain.explanation());
        server().close(); // where it hangs rather than ends
      }
    }
  }

  private synchronized boolean isReleased() {
    return released;
  }

  /** False if it was released meanwhile. */
  private synchronized boolean startAfter(Duration pause) throws InterruptedException {
    var until = System.nanoTime() + pause.toNanos();
    for (var left = pause.toMillis();
        !released && left > 0;
        left = Duration.ofNanos(until - System.nanoTime()).toMillis()) {
      wait(left);
    }
    if (released) {
      return false;
    }
    server.close();
    server = Server.start(server.program(), port, log);
    return true;
  }
}
