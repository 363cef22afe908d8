package org.p2f.catalog.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes parts to disk, and the whole file from them. */
final class PartFiles {
  private static final int BUFFER_BYTES = 1 << 16;

  private PartFiles() {}

  /**
   * Writes what comes of a part.
   *
   * @param wanted most bytes it may have
   * @throws PartTooLong if it has more
   * @throws BrokenOff if it did not come whole, with what came in the file
   */
  static void write(InputStream body, long wanted, Path file) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (OutputStream out = Files.newOutputStream(file)) {
      long bytes = 0;
      for (int read = next(body, buffer); read >= 0; read = next(body, buffer)) {
        bytes += read;
        if (bytes > wanted) {
          throw new PartTooLong(wanted);
        }
        out.write(buffer, 0, read);
      }
    }
  }

  private static int next(InputStream body, byte[] buffer) throws BrokenOff {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw new BrokenOff(e);
    }
  }

  /**
   * Writes the parts one behind the other.
   *
   * @param locate finds a part's file
   * @param last comes behind the parts; null for none
   */
  static void join(
      List<String> parts, Function<String, Path> locate, @Nullable Path last, Path whole) {
    try (FileChannel out =
        FileChannel.open(whole, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (String part : parts) {
        append(locate.apply(part), out);
      }
      if (last != null) {
        append(last, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + whole, e);
    }
  }

  private static void append(Path part, FileChannel out) throws IOException {
    try (FileChannel in = FileChannel.open(part, StandardOpenOption.READ)) {
      long size = in.size();
      for (long at = 0; at < size; ) {
        at += in.transferTo(at, size - at, out);
      }
    }
  }

  /** The body could not be read to its end. */
  static final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenOff(IOException cause) {
      super(cause);
    }
  }
}
