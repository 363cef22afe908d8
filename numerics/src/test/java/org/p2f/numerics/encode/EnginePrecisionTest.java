package org.p2f.numerics.encode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnginePrecisionTest {

  @ParameterizedTest
  @CsvSource({
    "'processor\t: 0\nflags\t\t: fpu avx512f avx512_bf16 rdtscp', true",
    "'processor\t: 0\nflags\t\t: fpu amx_bf16', true",
    "'processor\t: 0\nflags\t\t: fpu avx2 avx512f avx512_bf16x amx_tile', false",
    "'processor\t: 0\nFeatures\t: fp asimd', false",
    "'', false"
  })
  void bfloat16PaysOnlyWithInstructionsForIt(String cpuInfo, boolean pays) {
    assertThat(EnginePrecision.multipliesBfloat16(cpuInfo)).isEqualTo(pays);
  }
}
