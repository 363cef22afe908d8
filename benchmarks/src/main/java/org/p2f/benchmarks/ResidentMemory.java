package org.p2f.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process holds in memory, as the kernel counts it; 0 where it does not. */
final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** Largest so far, in MiB. */
  static long peakMebibytes() throws IOException {
    return mebibytes("VmHWM:");
  }

  /** Now, in MiB. */
  static long mebibytes() throws IOException {
    return mebibytes("VmRSS:");
  }

  private static long mebibytes(String field) throws IOException {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
