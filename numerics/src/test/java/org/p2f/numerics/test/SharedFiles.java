package org.p2f.numerics.test;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code shared/} with public data sets and reference tensors: the system property
 * {@code p2f.shared}, or else the first one found beside or above the working directory. A test
 * that needs a file which is not there is skipped and says so. The smaller files of reference
 * tensors go with the tests and need no such folder.
 */
public final class SharedFiles {
  private SharedFiles() {}

  /** A file or folder of {@code shared/data}. */
  public static Path data(String path) {
    return find("data/" + path);
  }

  /** A file of reference tensors: the bundled one, or else that of {@code shared/golden}. */
  public static Path golden(String path) {
    return bundled("golden/" + path).orElseGet(() -> find("golden/" + path));
  }

  /** A file that goes with the tests. */
  static Optional<Path> bundled(String path) {
    return Optional.ofNullable(SharedFiles.class.getResource("/" + path))
        .map(found -> Path.of(URI.create(found.toString())));
  }

  /** A file of {@code shared/cases}. */
  public static Path cases(String path) {
    return find("cases/" + path);
  }

  private static Path find(String path) {
    Optional<Path> found = root().map(root -> root.resolve(path)).filter(Files::exists);
    assumeTrue(
        found.isPresent(),
        () -> "Skipped: no shared/%s (set -Dp2f.shared=FOLDER to name its folder)".formatted(path));
    return found.orElseThrow();
  }

  private static Optional<Path> root() {
    @Nullable String named = System.getProperty("p2f.shared");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("shared"))) {
        return Optional.of(at.resolve("shared"));
      }
    }
    return Optional.empty();
  }
}
