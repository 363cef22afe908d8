package org.p2f.local.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.LocalFailure;
import org.p2f.local.platform.RunningPlatform;
import picocli.CommandLine.Command;

/** {@code down}: stops the platform of this home. */
@Command(name = "down", description = "Stops the platform of P2F_HOME.")
final class DownCommand implements Callable<Integer> {
  private static final int LIMIT_SECONDS = 150;

  private final Terminal terminal;

  DownCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    var home = Home.of(terminal.environment());
    var running = RunningPlatform.in(home);
    if (running.isEmpty()) {
      terminal.out().printf("P2F is not running with %s.%n", home.root());
      return 0;
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
    terminal.out().println("P2F has stopped.");
    return 0;
  }
}
