package org.p2f.training.run.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** What the processor can do, as far as Linux tells. */
final class CpuFeatures {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16");

  private CpuFeatures() {}

  /** Whether it multiplies bfloat16 in hardware; without that, bfloat16 is slower than float32. */
  static boolean hasBfloat16() {
    try {
      return Files.readAllLines(CPU_INFO).stream()
          .filter(line -> line.startsWith("flags"))
          .limit(1)
          .flatMap(
              line ->
                  BFLOAT16.stream()
                      .filter(new HashSet<>(Arrays.asList(line.split("\\s+")))::contains))
          .findAny()
          .isPresent();
    } catch (IOException _) {
      return false; // another system, which tells nothing
    }
  }
}
