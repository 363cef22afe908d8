package org.p2f.training;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Real data that lie beside the checkout, or where the system property {@code p2f.shared} says. */
final class SharedFiles {
  private SharedFiles() {}

  /** Skips the test where the file is not there. */
  static Path require(String path) {
    Path root = root();
    Path file = (root == null ? Path.of("shared") : root).resolve(path);
    assumeTrue(Files.exists(file), () -> "Skipped: no " + file);
    return file;
  }

  private static @Nullable Path root() {
    String given = System.getProperty("p2f.shared");
    if (given != null) {
      return Path.of(given);
    }
    for (@Nullable Path folder = Path.of("").toAbsolutePath();
        folder != null;
        folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("shared"))) {
        return folder.resolve("shared");
      }
    }
    return null;
  }
}
