package org.p2f.representation.encoding.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThroughputTest {
  private final Throughput throughput = new Throughput();

  @Test
  void tellsWhenRowsShouldBeDone() {
    throughput.add(100, Duration.ofSeconds(1));
    assertThat(throughput.timeFor(1000)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void staysBetweenASecondAndAMinute() {
    assertThat(throughput.timeFor(1000)).isEqualTo(Duration.ofSeconds(1));
    throughput.add(100, Duration.ofSeconds(1));
    assertThat(throughput.timeFor(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(throughput.timeFor(1_000_000)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void followsTheLatestBatches() {
    throughput.add(100, Duration.ofSeconds(1));
    for (int i = 0; i < 100; i++) {
      throughput.add(200, Duration.ofSeconds(1));
    }
    assertThat(throughput.timeFor(2000)).isEqualTo(Duration.ofSeconds(11)); // 10.00…1 s, up
  }
}
