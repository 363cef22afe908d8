package org.p2f.representation.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.p2f.numerics.program.Engine;
import org.p2f.representation.domain.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what {@link Precision#AUTO} means on this machine. */
final class Precisions {
  private static final Logger log = LoggerFactory.getLogger(Precisions.class);
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  private Precisions() {}

  /**
   * The precision itself, or for {@link Precision#AUTO} bfloat16 where the device multiplies it in
   * hardware, and float32 elsewhere: there bfloat16 is emulated and slower.
   */
  static Precision resolve(Precision wanted, Engine engine) {
    if (wanted != Precision.AUTO) {
      return wanted;
    }
    boolean gains = engine.target() == Engine.Target.GPU || hasBfloat16(PROCESSOR);
    return gains ? Precision.BFLOAT16 : Precision.FLOAT32;
  }

  static org.p2f.numerics.program.Precision ofNumerics(Precision resolved) {
    return switch (resolved) {
      case FLOAT32 -> org.p2f.numerics.program.Precision.FLOAT32;
      case BFLOAT16 -> org.p2f.numerics.program.Precision.BFLOAT16;
      case AUTO -> throw new IllegalArgumentException("Not a precision to compute in: " + resolved);
    };
  }

  /** Whether Linux lists an instruction that multiplies bfloat16. */
  static boolean hasBfloat16(Path processor) {
    try {
      return Files.isReadable(processor)
          && Files.readString(processor).matches("(?s).*\\b(amx_bf16|avx512_bf16|bf16)\\b.*");
    } catch (IOException e) {
      log.warn("Cannot read {}; taking float32 to be faster", processor, e);
      return false;
    }
  }
}
