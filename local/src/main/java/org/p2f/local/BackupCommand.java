package org.p2f.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * {@code backup DIR}: a copy of all that a home keeps, made while the platform runs or not. The
 * database is copied before the store: what a job adds in between is in the store alone, where it
 * harms nobody.
 */
final class BackupCommand {

  private BackupCommand() {}

  /**
   * @throws LocalFailure if there is nothing to copy, the directory exists, or it cannot be written
   */
  static void run(Home home, List<String> words, PrintStream out) {
    var target = Backup.directory("backup", words);
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
      out.printf("%s: %d files, %,d bytes%n", target, sums.files(), sums.bytes());
    } catch (IOException | SQLException failed) {
      throw new LocalFailure(
          "Cannot back up %s to %s: %s".formatted(home.root(), target, failed), failed);
    }
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
