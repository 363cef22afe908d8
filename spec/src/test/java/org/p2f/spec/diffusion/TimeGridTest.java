package org.p2f.spec.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeGridTest {
  @Test
  void uniformGridHasBothEnds() {
    assertThat(TimeGrid.uniform(4).times()).containsExactly(0., .25, .5, .75, 1.);
    assertThat(TimeGrid.uniform(10).size()).isEqualTo(11);
  }

  @Test
  void granularityOneIsTheMiddleAlone() {
    assertThat(TimeGrid.uniform(1).times()).containsExactly(.5);
  }

  @Test
  void publishedGranularitiesShareTimes() {
    List<TimeGrid> grids = Stream.of(2, 5, 7, 10, 17, 25, 37, 50).map(TimeGrid::uniform).toList();
    assertThat(grids.stream().mapToInt(TimeGrid::size).sum()).isEqualTo(161);
    TimeGrid union = TimeGrid.union(grids);
    assertThat(union.size()).isEqualTo(109);
    assertThat(union.times()).isSorted().startsWith(0., .02).endsWith(.98, 1.);
  }

  @Test
  void orderAskedForIsKept() {
    assertThat(TimeGrid.of(List.of(.5, 0., 1.)).times()).containsExactly(.5, 0., 1.);
  }

  @Test
  void impossibleGridsAreRefused() {
    for (double t : new double[] {-.1, 1.0000001, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> TimeGrid.of(List.of(.5, t)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Time %s is outside [0, 1]".formatted(t));
    }
    assertThatThrownBy(() -> TimeGrid.of(List.of(0., .5, -0.)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Time 0.0 stands twice");
    assertThatThrownBy(() -> TimeGrid.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> TimeGrid.uniform(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
