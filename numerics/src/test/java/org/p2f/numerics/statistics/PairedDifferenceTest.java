package org.p2f.numerics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.random.RandomStreams;

class PairedDifferenceTest {

  @Test
  void threeUnitsHaveTwentySevenResamplesCountedByHand() {
    // means of resamples of {0, 3, 6}: 0 once, 1 three times, …, 6 once, of 27; 2.5 % of 27 is
    // .675,
    // which the first and the last exceed alone
    var found = PairedDifference.of(new Sample(List.of(0., 3., 6.)), 1);
    assertThat(found.mean()).isEqualTo(3);
    assertThat(found.bootstrap()).isEqualTo(new Interval(0, 6));
    // standard error √3, t(2) = 4.30265
    assertThat(found.student().low()).isCloseTo(3 - 4.30265 * Math.sqrt(3), within(1e-4));
    assertThat(found.reported()).isEqualTo(found.student());
    // of 8 sign patterns of 0, 3, 6 four reach 9 in size: ++, −−, each with 0 either way
    assertThat(found.signFlip()).isEqualTo(.5);
  }

  @Test
  void countedAndDrawnResamplesAgree() {
    var random = new RandomStreams(3).stream("values", 0);
    var ten = IntStream.range(0, 10).mapToObj(i -> random.nextGaussian()).toList();
    var exact = PairedDifference.of(new Sample(ten), 1).bootstrap();
    // Every value twice: the resamples' means have half the variance.
    var twice = new ArrayList<>(ten);
    twice.addAll(ten);
    var drawn = PairedDifference.of(new Sample(twice), 1).bootstrap();
    assertThat(drawn.width() / exact.width()).isCloseTo(1 / Math.sqrt(2), within(.03));
  }

  @Test
  void theIntervalCoversAboutAsOftenAsItSays() {
    int covered = 0;
    var random = new RandomStreams(7).stream("coverage", 0);
    for (int i = 0; i < 300; i++) {
      var differences = IntStream.range(0, 5).mapToObj(k -> 1 + random.nextGaussian()).toList();
      covered += PairedDifference.of(new Sample(differences), i).reported().contains(1) ? 1 : 0;
    }
    assertThat(covered / 300.0).isBetween(.91, .99); // .95, standard error .013
  }

  @Test
  void oneUnitIsRefused() {
    assertThatThrownBy(() -> PairedDifference.of(new Sample(List.of(1.)), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
