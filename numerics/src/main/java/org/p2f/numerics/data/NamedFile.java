package org.p2f.numerics.data;

import java.nio.file.Path;

/**
 * A file under the name its owner knows: stored files are called by their digest.
 *
 * @param name original name, which tells train from test and appears in messages; never opened
 */
public record NamedFile(String name, Path path) {
  public NamedFile {
    if (name.isBlank()) {
      throw new IllegalArgumentException("A file needs its name");
    }
  }

  public static NamedFile of(Path path) {
    return new NamedFile(String.valueOf(path.getFileName()), path);
  }
}
