package org.p2f.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process holds in memory, as the kernel counts it; 0 where it does not. */
public final class ResidentMemory {

  private ResidentMemory() {}

  /** Of this process, the largest so far, in MiB. */
  static long peakMebibytes() throws IOException {
    return mebibytes("self", "VmHWM:");
  }

  /** Of this process, now, in MiB. */
  static long mebibytes() throws IOException {
    return mebibytes("self", "VmRSS:");
  }

  /** Of another process, now, in MiB. */
  public static long mebibytes(long pid) throws IOException {
    return mebibytes(Long.toString(pid), "VmRSS:");
  }

  private static long mebibytes(String process, String field) throws IOException {
    var status = Path.of("/proc", process, "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
