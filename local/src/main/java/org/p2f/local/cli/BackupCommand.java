package org.p2f.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.p2f.local.backup.Backup;
import org.p2f.local.backup.CheckedCopies;
import org.p2f.local.backup.DatabaseBackup;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.LocalFailure;
import org.p2f.local.platform.OpenDatabase;
import org.p2f.local.platform.PostgresServer;
import org.p2f.local.platform.Trees;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code backup DIR}: a copy of all that a home keeps, made while the platform runs or not. The
 * database is copied before the store: what a job adds in between is in the store alone, where it
 * harms nobody.
 */
@Command(
    name = "backup",
    description = "A copy of all that P2F_HOME keeps, while the platform runs or not.")
final class BackupCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "DIR", description = "A directory that is not there yet.")
  private Path directory = Path.of("");

  BackupCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * @throws LocalFailure if there is nothing to copy, the directory exists, or it cannot be written
   */
  @Override
  public Integer call() {
    var home = Home.of(terminal.environment());
    var target = directory.toAbsolutePath().normalize();
    if (!PostgresServer.isIn(home)) {
      throw new LocalFailure(
          "There is nothing to back up in %s; name another home with P2F_HOME."
              .formatted(home.root()));
    }
    if (Files.exists(target)) {
      throw new LocalFailure(
          "%s exists already; a backup is written into a new directory.".formatted(target));
    }
    var unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    try {
      Trees.delete(unfinished);
      Trees.createPrivate(unfinished);
      var sums = copy(home, unfinished);
      Backup.describe(unfinished, sums, Instant.now());
      Files.move(unfinished, target);
      terminal.out().printf("%s: %d files, %,d bytes%n", target, sums.files(), sums.bytes());
    } catch (IOException | SQLException failed) {
      throw new LocalFailure(
          "Cannot back up %s to %s: %s".formatted(home.root(), target, failed), failed);
    }
    return 0;
  }

  private static CheckedCopies copy(Home home, Path into) throws IOException, SQLException {
    var copies = CheckedCopies.into(into);
    try (var database = OpenDatabase.of(home)) {
      DatabaseBackup.write(database, home.databaseFiles(), copies);
    }
    copies.copyTree(home.store(), Backup.STORE, path -> path.startsWith("tmp"));
    copies.copyTree(home.keys(), Backup.KEYS, _ -> false);
    return copies;
  }
}
