package org.p2f.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as oneDNN 3.7 writes them; the numbers are counted by hand. */
class OneDnnLogTest {
  private static final String EXECUTED =
      "onednn_verbose,v1,primitive,exec,cpu,%s,jit:any,forward_training,src:f32::blocked:abcd::f0,attr-scratchpad:user,alg:any,%s,0.5";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // 2 · 2 images · 3·16 channels · 8·8 places · 3·3
        "convolution | mb2_ic3oc16_ih16oh8kh3sh2dh0ph1_iw16ow8kw3sw2dw0pw1 | 110592",
        // the same in 16 groups of channels: each output sees one input
        "convolution | mb2_g16ic16oc16_ih8oh8kh3sh1dh0ph1_iw8ow8kw3sw1dw0pw1 | 36864",
        // each of 8·8 inputs adds to 2·2 places
        "deconvolution | mb1_ic4oc2_ih8oh16kh2sh2dh0ph0_iw8ow16kw2sw2dw0pw0 | 4096",
        "inner_product | mb64ic128oc10 | 163840",
        "matmul | 512x64:64x32 | 2097152",
        "matmul | 3x16x64:3x64x8 | 49152",
        "reorder | 16x3x3x3 | 0",
      })
  void countsMultiplicationsAndAdditions(String primitive, String problem, double operations) {
    assertThat(OneDnnLog.operations(EXECUTED.formatted(primitive, problem))).isEqualTo(operations);
  }

  @Test
  void countsOnlyWhatWasExecuted() {
    assertThat(OneDnnLog.operations("onednn_verbose,v1,info,cpu,runtime:OpenMP,nthr:2")).isZero();
    assertThat(
            OneDnnLog.operations(
                "onednn_verbose,v1,primitive,create:cache_hit,cpu,matmul,any,undef,,,,2x2:2x2,0.1"))
        .isZero();
    assertThat(OneDnnLog.operations("{\"bench\":\"train\"}")).isZero();
  }

  @Test
  void aLineInAnotherFormIsNoNumber() {
    assertThatThrownBy(() -> OneDnnLog.operations(EXECUTED.formatted("matmul", "2x2")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OneDnnLog.operations(EXECUTED.formatted("convolution", "mb2_ic3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("oc");
  }
}
