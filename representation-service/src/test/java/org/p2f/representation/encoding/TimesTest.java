package org.p2f.representation.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  @Test
  void gridHasBothEndsAndEvenSteps() {
    assertThat(Times.grid(4).values()).containsExactly(0., .25, .5, .75, 1.);
  }

  @Test
  void gridOfOneIsTheMiddle() {
    assertThat(Times.grid(1).values()).containsExactly(.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, 1.000001, Double.NaN, Double.POSITIVE_INFINITY})
  void whatLiesOutsideIsNoTime(double t) {
    assertThat(Times.isTime(t)).isFalse();
    assertThatThrownBy(() -> new Times(List.of(t))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void distinctTimesAreAscending() {
    assertThat(new Times(List.of(1., 0., .5, 1., -0.)).distinct().values())
        .containsExactly(0., .5, 1.);
  }
}
