package org.p2f.numerics.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeBiasesTest {

  private final List<Float> asked = new ArrayList<>();

  private float[] twice(float time) {
    asked.add(time);
    return new float[] {time, 2 * time};
  }

  @Test
  void eachTimeIsComputedOnceAndEachRowHasItsOwn() {
    var biases = new TimeBiases(2, this::twice);
    var rows = biases.of(MemorySegment.ofArray(new float[] {.5f, 0, .5f, -0f}));
    assertThat(rows.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(.5f, 1, 0, 0, .5f, 1, 0, 0);
    assertThat(biases.at(.5f).toArray(ValueLayout.JAVA_FLOAT)).containsExactly(.5f, 1);
    assertThat(asked).containsExactly(.5f, 0f);
  }

  @Test
  void theTimeUnusedForLongestIsForgottenFirst() {
    var biases = new TimeBiases(2, this::twice);
    for (int i = 0; i < TimeBiases.KEPT; i++) {
      biases.at(i);
    }
    biases.at(0);
    biases.at(TimeBiases.KEPT); // one too many: time 1 leaves
    asked.clear();
    biases.at(0);
    biases.at(1);
    assertThat(asked).containsExactly(1f);
  }
}
