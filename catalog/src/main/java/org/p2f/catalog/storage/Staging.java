package org.p2f.catalog.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;

/** A directory of its own for files in the making; closing it removes what is left in it. */
public class Staging implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 20;

  private final Path directory;

  Staging(Path directory) {
    this.directory = directory;
  }

  /** Where to write the file of that name. */
  public Path path(String fileName) {
    return directory.resolve(fileName);
  }

  /**
   * Hashes the file and forces it to the disk. It must not be written to afterwards.
   *
   * @throws IllegalStateException if it was never written
   */
  public SealedFile seal(String fileName) {
    Path file = path(fileName);
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException("File '%s' was never written".formatted(fileName));
    }
    var digest = Digests.sha256();
    // For reading only: a link to an object of the store cannot be opened otherwise.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
      long bytes = 0;
      while (channel.read(buffer.clear()) >= 0) {
        bytes += buffer.flip().remaining();
        digest.update(buffer);
      }
      channel.force(true);
      return new SealedFile(file, bytes, HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot seal " + file, e);
    }
  }

  @Override
  public void close() {
    Trees.delete(directory);
  }
}
