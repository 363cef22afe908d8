package org.p2f.representation.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.p2f.representation.encoding.TimeGrid.Stencil;

class TimeGridTest {

  @Test
  void aTimeOfTheGridKeepsItsCode() {
    var grid = new TimeGrid(10);
    for (int node = 0; node <= 10; node++) {
      assertThat(grid.stencil(node / 10.)).isEqualTo(new Stencil(node, List.of(1.)));
    }
    // As a float32 tensor tells it.
    assertThat(grid.stencil(.3f)).isEqualTo(new Stencil(3, List.of(1.)));
  }

  @Test
  void anyOtherIsMadeOfTheFourNearest() {
    var grid = new TimeGrid(10);
    assertThat(grid.stencil(.55).nodes()).containsExactly(4, 5, 6, 7);
    assertThat(grid.stencil(.01).nodes()).containsExactly(0, 1, 2, 3);
    assertThat(grid.stencil(.99).nodes()).containsExactly(7, 8, 9, 10);
    assertThat(new TimeGrid(3).stencil(.5).nodes()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void cubicsAreExact() {
    DoubleUnaryOperator cubic = t -> 1 - 2 * t + 5 * t * t - 3 * t * t * t;
    for (int intervals : new int[] {3, 7, 20}) {
      for (double t = 0; t <= 1; t += .0137) {
        assertThat(at(new TimeGrid(intervals), t, cubic))
            .isCloseTo(cubic.applyAsDouble(t), within(1e-12)); // float64's rounding; found < 1e-14
      }
    }
  }

  @Test
  void theErrorFallsWithTheFourthPowerOfTheInterval() {
    double ratio = largestError(10) / largestError(20);
    assertThat(ratio).isBetween(12., 20.); // 16 in the limit
  }

  private static double largestError(int intervals) {
    double largest = 0;
    for (int i = 0; i < intervals; i++) {
      double t = (i + .5) / intervals;
      largest =
          Math.max(largest, Math.abs(at(new TimeGrid(intervals), t, Math::exp) - Math.exp(t)));
    }
    return largest;
  }

  private static double at(TimeGrid grid, double t, DoubleUnaryOperator function) {
    Stencil stencil = grid.stencil(t);
    return stencil
        .nodes()
        .mapToDouble(
            node ->
                stencil.weights().get(node - stencil.first())
                    * function.applyAsDouble(grid.time(node)))
        .sum();
  }

  @Test
  void aGridWithTooFewTimesIsRefused() {
    assertThatThrownBy(() -> new TimeGrid(2)).hasMessageContaining("got 2");
  }
}
