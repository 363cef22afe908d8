package org.p2f.local.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import org.p2f.local.platform.LocalFailure;

/** What a backup's directory holds, and where. */
public final class Backup {

  /** Postgres's data directory, as its own low-level backup has it. */
  public static final String DATABASE = "database";

  public static final String STORE = "store";
  public static final String KEYS = "keys";

  private static final String FORMAT = "1";
  private static final String DESCRIPTION = "backup.properties";

  private Backup() {}

  /** Writes, last of all, what makes the directory a backup. */
  public static void describe(Path directory, CheckedCopies copies, Instant now)
      throws IOException {
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
  public static void require(Path directory) throws IOException {
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
