package org.p2f.spec.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static double[] rates(Schedule schedule, long warmup, long steps, long... at) {
    var optimizer = new OptimizerSpec(2, warmup, 1, .999, .9, .999, 1e-8, schedule);
    return LongStream.of(at).mapToDouble(step -> optimizer.learningRateAt(step, steps)).toArray();
  }

  /** Shares of a cosine at multiples of 60° are known: 1, 3/4, 1/4, 0. */
  @Test
  void afterTheWarmUpTheRateFallsAlongHalfACosine() {
    assertThat(rates(Schedule.COSINE, 4, 10, 0, 2, 4, 6, 8, 10))
        .containsExactly(new double[] {0, 1, 2, 1.5, .5, 0}, within(1e-15));
  }

  @Test
  void aConstantRateStays() {
    assertThat(rates(Schedule.CONSTANT, 4, 10, 0, 1, 4, 9)).containsExactly(0, .5, 2, 2);
    assertThat(rates(Schedule.CONSTANT, 0, 10, 0, 9)).containsExactly(2, 2);
  }

  @Test
  void aRunThatEndsInItsWarmUpNeverLeavesIt() {
    assertThat(rates(Schedule.COSINE, 8, 4, 0, 3)).containsExactly(0, .75);
    assertThat(rates(Schedule.COSINE, 4, 4, 4)).containsExactly(2);
  }
}
