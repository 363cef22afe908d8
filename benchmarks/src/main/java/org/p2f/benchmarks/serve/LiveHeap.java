package org.p2f.benchmarks.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What another JVM's heap holds after a full collection, which it is made to do. */
final class LiveHeap {

  private LiveHeap() {}

  /** In MiB. */
  static long mebibytes(long pid) throws InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      process.waitFor();
      String total = text.substring(text.lastIndexOf('\n') + 1).strip();
      if (!total.startsWith("Total")) {
        throw new IOException("jcmd does not tell the heap of %d: %s".formatted(pid, total));
      }
      return Long.parseLong(total.substring(total.lastIndexOf(' ') + 1)) >> 20;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
