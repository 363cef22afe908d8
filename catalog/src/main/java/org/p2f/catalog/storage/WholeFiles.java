package org.p2f.catalog.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files that appear whole or not at all, though two may write the same one at once: a worker that
 * was given up and wakes later, and its successor.
 */
public final class WholeFiles {

  private WholeFiles() {}

  /** Writes the content to a path. */
  @FunctionalInterface
  public interface Content {
    void write(Path file) throws IOException;
  }

  /**
   * Writes under a name that nobody else has, and renames what is on the disk; nothing is left of
   * what fails.
   *
   * @param target is replaced if it is there
   */
  public static void write(Path target, Content content) throws IOException {
    Path unfinished =
        target.resolveSibling("%s.%s.part".formatted(target.getFileName(), UUID.randomUUID()));
    try {
      content.write(unfinished);
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
