package org.p2f.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;

/** What a backup's directory holds, and where. */
final class Backup {

  /** Postgres's data directory, as its own low-level backup has it. */
  static final String DATABASE = "database";

  static final String STORE = "store";
  static final String KEYS = "keys";

  private static final String FORMAT = "1";
  private static final String DESCRIPTION = "backup.properties";

  private Backup() {}

  /**
   * The command's only word.
   *
   * @throws LocalFailure if there is none, or more
   */
  static Path directory(String command, List<String> words) {
    if (words.size() != 1 || words.getFirst().startsWith("-")) {
      throw new LocalFailure("%1$s takes a directory: ./p2f %1$s DIR".formatted(command));
    }
    return Path.of(words.getFirst()).toAbsolutePath().normalize();
  }

  /** Writes, last of all, what makes the directory a backup. */
  static void describe(Path directory, CheckedCopies copies, Instant now) throws IOException {
    copies.writeSums();
    var properties = new Properties();
    properties.setProperty("format", FORMAT);
    properties.setProperty("made", now.toString());
    properties.setProperty("files", Long.toString(copies.files()));
    properties.setProperty("bytes", Long.toString(copies.bytes()));
    try (var out = Files.newBufferedWriter(directory.resolve(DESCRIPTION))) {
      properties.store(out, null);
    }
  }

  /**
   * @throws LocalFailure if the directory is no backup that this version can read
   */
  static void require(Path directory) throws IOException {
    var description = directory.resolve(DESCRIPTION);
    if (Files.notExists(description)) {
      throw new LocalFailure("%s is no backup: it has no %s.".formatted(directory, DESCRIPTION));
    }
    var properties = new Properties();
    try (var in = Files.newBufferedReader(description)) {
      properties.load(in);
    }
    if (!FORMAT.equals(properties.getProperty("format"))) {
      throw new LocalFailure(
          "%s is a backup in format '%s'; this version reads format %s."
              .formatted(directory, properties.getProperty("format"), FORMAT));
    }
  }
}
