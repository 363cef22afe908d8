package org.p2f.representation.encoding.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchSpeedsTest {
  private final BatchSpeeds speeds = new BatchSpeeds();

  @Test
  void theFastestSizeIsTaken() {
    took(8, 9);
    took(16, 17);
    took(32, 40);
    assertThat(speeds.fastest()).isEqualTo(16);
  }

  @Test
  void ofSizesAboutAsFastTheLargest() {
    took(8, 8);
    took(16, 16);
    took(32, 32.9);
    took(64, 67);
    assertThat(speeds.fastest()).isEqualTo(32);
  }

  @Test
  void theLeastTimeOfASizeCounts() {
    took(8, 8);
    took(16, 80);
    took(16, 15);
    assertThat(speeds.fastest()).isEqualTo(16);
  }

  @Test
  void fewRowsAreNotBelievedToBeFastest() {
    took(1, .1);
    took(8, 8);
    took(16, 20);
    assertThat(speeds.fastest()).isEqualTo(8);
  }

  @Test
  void whereOnlyFewMayBeComputedAtOnceTheyAre() {
    took(1, 1);
    took(2, 2);
    assertThat(speeds.fastest()).isEqualTo(2);
  }

  @Test
  void somethingMustHaveBeenMeasured() {
    assertThatThrownBy(speeds::fastest).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void itTellsTheSpeedOfEachSize() {
    took(16, 20);
    took(8, 8);
    assertThat(speeds).hasToString("8: 1000, 16: 800");
  }

  private void took(int rows, double millis) {
    speeds.took(rows, Duration.ofNanos((long) (millis * 1e6)));
  }
}
