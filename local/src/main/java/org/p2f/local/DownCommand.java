package org.p2f.local;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code down}: stops the platform of this home. */
final class DownCommand {

  private static final int LIMIT_SECONDS = 150;

  private DownCommand() {}

  static void run(Home home, List<String> words, PrintStream out) throws InterruptedException {
    Arguments.parse(words, Set.of());
    var running = RunningPlatform.in(home);
    if (running.isEmpty()) {
      out.printf("P2F is not running with %s.%n", home.root());
      return;
    }
    var process = ProcessHandle.of(running.get().pid());
    if (process.isPresent()) {
      process.get().destroy();
      try {
        process.get().onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException stuck) {
        throw new LocalFailure(
            "P2F, process %d, has not stopped within %d s."
                .formatted(running.get().pid(), LIMIT_SECONDS),
            stuck);
      }
    }
    out.println("P2F has stopped.");
  }
}
