package org.p2f.numerics.encode;

import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.spec.network.Precision;

/** How an engine computes networks. */
public record EnginePrecision(Precision precision, Layout layout) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Set<String> BFLOAT16_FLAGS = Set.of("avx512_bf16", "amx_bf16");

  /** The first generation of GPUs with bfloat16 products, as in "80". */
  private static final int AMPERE = 80;

  /**
   * The fastest way on this machine: bfloat16 where processor or GPU multiply it faster than
   * float32, and always channels-last.
   */
  public static EnginePrecision fastest(Engine engine) {
    boolean gains =
        switch (engine.target()) {
          case CPU -> multipliesBfloat16(cpuInfo());
          case GPU -> Integer.parseInt(CudaUtils.getComputeCapability(0)) >= AMPERE;
        };
    return new EnginePrecision(
        gains ? Precision.BFLOAT16 : Precision.FLOAT32, Layout.CHANNELS_LAST);
  }

  /** Whether Linux' description of the processors names an instruction set for bfloat16. */
  static boolean multipliesBfloat16(String cpuInfo) {
    var flags =
        cpuInfo
            .lines()
            .filter(line -> line.startsWith("flags"))
            .findFirst()
            .map(line -> Arrays.stream(line.split("\\s+")).collect(Collectors.toSet()))
            .orElseGet(Set::of);
    return BFLOAT16_FLAGS.stream().anyMatch(flags::contains);
  }

  private static String cpuInfo() {
    try {
      return Files.readString(CPU_INFO);
    } catch (IOException e) {
      return ""; // another system than Linux: nothing is known, so nothing is assumed
    }
  }
}
