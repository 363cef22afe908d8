package org.p2f.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.p2f.local.backup.Backup;
import org.p2f.local.backup.CheckedCopies;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.HomeLock;
import org.p2f.local.platform.LocalFailure;
import org.p2f.local.platform.PostgresServer;
import org.p2f.local.platform.Trees;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code restore DIR}: puts a backup into a home that has no data yet. Every file is compared with
 * the backup's list before any is put in place.
 */
@Command(name = "restore", description = "Puts a backup into a P2F_HOME that has no data.")
final class RestoreCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "DIR", description = "What backup wrote.")
  private Path directory = Path.of("");

  RestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * @throws LocalFailure if the directory is no backup or a damaged one, or the home has data
   */
  @Override
  public Integer call() {
    var home = Home.of(terminal.environment());
    var source = directory.toAbsolutePath().normalize();
    try {
      Backup.require(source);
      try (var _ = HomeLock.take(home)) {
        restore(source, home);
      }
    } catch (IOException failed) {
      throw new LocalFailure(
          "Cannot restore %s to %s: %s".formatted(source, home.root(), failed), failed);
    }
    terminal.out().printf("Restored to %s. Start it with ./p2f up.%n", home.root());
    return 0;
  }

  private static void restore(Path source, Home home) throws IOException {
    requireNoData(home);
    var unfinished = home.root().resolve("restoring");
    Trees.delete(unfinished);
    Trees.createPrivate(unfinished);
    try {
      CheckedCopies.into(unfinished).copyListed(source);
      place(unfinished.resolve(Backup.KEYS), home.keys());
      place(unfinished.resolve(Backup.STORE), home.store());
      // Last: with it the home has data.
      var data = unfinished.resolve(Backup.DATABASE);
      Trees.makePrivate(data);
      Files.move(data, home.databaseFiles());
    } finally {
      Trees.delete(unfinished);
    }
  }

  private static void requireNoData(Home home) throws IOException {
    if (PostgresServer.isIn(home) || Files.exists(home.store().resolve("name"))) {
      throw new LocalFailure(
          "%s has data already, which is left as it is. Move it away, or name another home with P2F_HOME."
              .formatted(home.root()));
    }
  }

  /** In the place of an empty directory, or of one whose restoring was cut short. */
  private static void place(Path copy, Path home) throws IOException {
    Trees.delete(home);
    Files.move(copy, home);
    Trees.makePrivate(home);
  }
}
