package org.p2f.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Where the local platform keeps everything: keys, database, artifacts, logs.
 *
 * @param root absolute
 */
public record Home(Path root) {

  private static final String VARIABLE = "P2F_HOME";

  public Home {
    root = root.toAbsolutePath().normalize();
  }

  /** {@code P2F_HOME}, or {@code ~/.p2f}. */
  public static Home of(Map<String, String> environment) {
    var named = environment.get(VARIABLE);
    return new Home(
        named == null || named.isBlank()
            ? Path.of(System.getProperty("user.home"), ".p2f")
            : Path.of(named));
  }

  public Path keys() {
    return directory("keys", true);
  }

  public Path logs() {
    return directory("logs", true);
  }

  public Path log(String process) {
    return logs().resolve(process + ".log");
  }

  Path postgres() {
    return directory("postgres", false);
  }

  /** Postgres' data directory; it may not exist. */
  public Path databaseFiles() {
    return postgres().resolve("data");
  }

  public Path store() {
    return directory("store", true);
  }

  /** Copies of objects, where the store is a bucket. */
  public Path cache() {
    return directory("cache", true);
  }

  Path workspace(String process) {
    return directory("workspaces", true).resolve(process);
  }

  /** What unfinished demos and studies have asked for, a file each. */
  public Path unfinishedRuns() {
    return directory("unfinished", true);
  }

  Path lockFile() {
    return directory("run", true).resolve("lock");
  }

  Path runningFile() {
    return directory("run", true).resolve("platform.properties");
  }

  private Path directory(String name, boolean ownerOnly) {
    try {
      // Others may pass through: where Postgres runs as another user it must reach its directory.
      if (Files.notExists(root)) {
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
      }
      var directory = root.resolve(name);
      if (Files.notExists(directory)) {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(
            directory, PosixFilePermissions.fromString(ownerOnly ? "rwx------" : "rwxr-xr-x"));
      }
      return directory;
    } catch (IOException refused) {
      throw new LocalFailure(
          "Cannot write to %s (%s). Choose another directory with %s."
              .formatted(root, refused.getMessage(), VARIABLE),
          refused);
    }
  }
}
