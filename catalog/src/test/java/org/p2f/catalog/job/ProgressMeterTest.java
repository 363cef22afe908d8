package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressMeterTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final ProgressMeter meter = new ProgressMeter();

  @Test
  void firstReportKnowsNeitherRateNorEnd() {
    assertThat(meter.report(NOON, 0.25, 25L, "images"))
        .isEqualTo(new Progress(0.25, null, null, null));
  }

  @Test
  void rateAndTimeToTheEndFollowFromTwoReports() {
    meter.report(NOON, 0.2, 20L, "images");
    assertThat(meter.report(NOON.plusSeconds(5), 0.3, 30L, "images"))
        .isEqualTo(new Progress(0.3, 2.0, "images", Duration.ofSeconds(35)));
  }

  @Test
  void rateIsThatOfTheLastHalfMinute() {
    for (int second = 0; second <= 60; second++) {
      meter.report(NOON.plusSeconds(second), second / 1000.0, (long) second, "images");
    }
    for (int second = 61; second < 100; second++) {
      meter.report(NOON.plusSeconds(second), faster(second) / 1000.0, faster(second), "images");
    }
    Progress last = meter.report(NOON.plusSeconds(100), 0.5, faster(100), "images");
    assertThat(last.rate()).isCloseTo(10, within(1e-9));
  }

  private static long faster(int second) {
    return 60 + 10L * (second - 60);
  }

  @Test
  void uncountableProgressHasATimeToTheEndButNoRate() {
    meter.report(NOON, 0.0, null, null);
    assertThat(meter.report(NOON.plusSeconds(1), 0.5, null, null))
        .isEqualTo(new Progress(0.5, null, null, Duration.ofSeconds(1)));
  }

  @Test
  void anotherPhaseHasAnotherSpeed() {
    meter.report(NOON, 0.0, 0L, "images");
    meter.report(NOON.plusSeconds(1), 0.1, 100L, "images");
    meter.reset();
    assertThat(meter.report(NOON.plusSeconds(2), 0.1, 0L, "epochs").rate()).isNull();
  }

  @Test
  void countThatFallsStartsAnew() {
    meter.report(NOON, 0.0, 900L, "images");
    assertThat(meter.report(NOON.plusSeconds(1), 0.1, 10L, "images").rate()).isNull();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
  void fractionOutsideZeroToOneIsRefused(double fraction) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> meter.report(NOON, fraction, null, null))
        .withMessageContaining(Double.toString(fraction));
  }
}
