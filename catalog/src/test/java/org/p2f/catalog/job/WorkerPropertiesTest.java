package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WorkerPropertiesTest {

  @Test
  void defaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new WorkerProperties(
                true,
                1,
                Duration.ofSeconds(5),
                4,
                Duration.ofMillis(200),
                Duration.ofSeconds(20),
                10));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bind(
                Map.of(
                    "p2f.worker.enabled", "false",
                    "p2f.worker.concurrency", "3",
                    "p2f.worker.heartbeat", "1s",
                    "p2f.worker.missed-beats", "6",
                    "p2f.worker.poll-interval", "1s",
                    "p2f.worker.shutdown-wait", "2m",
                    "p2f.worker.max-deaths", "2")))
        .isEqualTo(
            new WorkerProperties(
                false,
                3,
                Duration.ofSeconds(1),
                6,
                Duration.ofSeconds(1),
                Duration.ofMinutes(2),
                2));
  }

  @ParameterizedTest
  @CsvSource({
    "concurrency, 0",
    "heartbeat, 0s",
    "missed-beats, 3",
    "poll-interval, 0s",
    "shutdown-wait, -1s",
    "max-deaths, 0"
  })
  void whatCannotWorkIsRefusedByName(String key, String value) {
    assertThatThrownBy(() -> bind(Map.of("p2f.worker." + key, value)))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p2f.worker." + key);
  }

  private static WorkerProperties bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("p2f.worker", WorkerProperties.class);
  }
}
