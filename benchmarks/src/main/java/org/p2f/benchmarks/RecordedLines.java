package org.p2f.benchmarks;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What is printed, in a file too. */
final class RecordedLines {
  private RecordedLines() {}

  /**
   * @param file to which is appended
   */
  static PrintStream into(Path file, PrintStream shown) throws IOException {
    var recorded = new FileOutputStream(file.toFile(), true);
    return new PrintStream(new Both(shown, recorded), true, StandardCharsets.UTF_8);
  }

  private static final class Both extends FilterOutputStream {
    private final OutputStream second;

    Both(OutputStream first, OutputStream second) {
      super(first);
      this.second = second;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      second.write(value);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      second.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
      second.flush();
    }
  }
}
