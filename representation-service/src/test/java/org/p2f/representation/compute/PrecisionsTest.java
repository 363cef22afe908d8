package org.p2f.representation.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "fpu avx2 avx512_bf16 avx512f, true",
    "fpu amx_bf16, true",
    "asimd bf16 i8mm, true",
    "fpu avx2 avx512f, false",
    "fpu my_amx_bf16_not, false"
  })
  void aProcessorGainsFromBfloat16IfItMultipliesIt(String flags, boolean gains) throws Exception {
    Path processor = Files.writeString(folder.resolve("cpuinfo"), "flags : " + flags + "\n");
    assertThat(Precisions.hasBfloat16(processor)).isEqualTo(gains);
  }

  @Test
  void whereNothingIsKnownNothingIsGained() {
    assertThat(Precisions.hasBfloat16(folder.resolve("absent"))).isFalse();
  }
}
