package org.p2f.training.mlflow.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MlflowTextTest {
  /** What {@code mlflow.utils.validation} of 3.17.2 takes. */
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "train/loss,train/loss",
        "probe_accuracy/shape/t=0.5,probe_accuracy/shape/t_0.5",
        "probe_accuracy/5 o'clock: shadow/t=0,probe_accuracy/5 o_clock_ shadow/t_0",
        "probe_accuracy/Größe/t=1.0,probe_accuracy/Größe/t_1.0",
        "probe_accuracy/../t=1.0,probe_accuracy/__/t_1.0",
        "/a//b/,a/b",
        "/,_",
      })
  void namesAreOnesThatMlflowTakes(String name, String key) {
    assertThat(MlflowText.key(name)).isEqualTo(key);
  }

  @Test
  void whatIsTooLongIsCutAtAWholeCharacter() {
    assertThat(MlflowText.key("k".repeat(251))).isEqualTo("k".repeat(250));
    assertThat(MlflowText.value("😀".repeat(6_000))).isEqualTo("😀".repeat(6_000));
    assertThat(MlflowText.value("😀".repeat(6_001))).isEqualTo("😀".repeat(5_999) + "…");
  }
}
