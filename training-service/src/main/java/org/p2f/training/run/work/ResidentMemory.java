package org.p2f.training.run.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Memory of this process as Linux counts it, with all that libtorch holds. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR_REFS = Path.of("/proc/self/clear_refs");
  private static final String RESET_PEAK = "5";
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final Pattern CURRENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final long KIBIBYTE = 1024;

  private ResidentMemory() {}

  /** Lets the peak start anew from what is resident now. */
  static void resetPeak() throws IOException {
    Files.writeString(CLEAR_REFS, RESET_PEAK);
  }

  static long peakBytes() throws IOException {
    return told(PEAK).orElseThrow(() -> new IOException(STATUS + " tells no peak"));
  }

  /** Empty where the system does not tell. */
  static OptionalLong currentBytes() {
    try {
      return told(CURRENT);
    } catch (IOException _) {
      return OptionalLong.empty(); // another system than Linux
    }
  }

  private static OptionalLong told(Pattern line) throws IOException {
    return line.matcher(Files.readString(STATUS))
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)) * KIBIBYTE)
        .findFirst();
  }
}
