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
                1,
                Duration.ofSeconds(5),
                4,
                Duration.ofMillis(200),
                Duration.ofSeconds(20),
                10,
                10,
                300,
                Duration.ofSeconds(1),
                Duration.ofMinutes(5)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bind(
                Map.ofEntries(
                    Map.entry("p2f.worker.enabled", "false"),
                    Map.entry("p2f.worker.concurrency", "3"),
                    Map.entry("p2f.worker.brief-concurrency", "5"),
                    Map.entry("p2f.worker.heartbeat", "1s"),
                    Map.entry("p2f.worker.missed-beats", "6"),
                    Map.entry("p2f.worker.poll-interval", "1s"),
                    Map.entry("p2f.worker.shutdown-wait", "2m"),
                    Map.entry("p2f.worker.max-deaths", "2"),
                    Map.entry("p2f.worker.max-retries", "3"),
                    Map.entry("p2f.worker.max-salvages", "4"),
                    Map.entry("p2f.worker.first-retry", "2s"),
                    Map.entry("p2f.worker.longest-retry", "7s"))))
        .isEqualTo(
            new WorkerProperties(
                false,
                3,
                5,
                Duration.ofSeconds(1),
                6,
                Duration.ofSeconds(1),
                Duration.ofMinutes(2),
                2,
                3,
                4,
                Duration.ofSeconds(2),
                Duration.ofSeconds(7)));
  }

  @ParameterizedTest
  @CsvSource({
    "concurrency, -1",
    "heartbeat, 0s",
    "missed-beats, 3",
    "poll-interval, 0s",
    "shutdown-wait, -1s",
    "max-deaths, 0",
    "max-retries, -1",
    "max-salvages, -1",
    "first-retry, 0s",
    "longest-retry, 999ms"
  })
  void whatCannotWorkIsRefusedByName(String key, String value) {
    assertThatThrownBy(() -> bind(Map.of("p2f.worker." + key, value)))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p2f.worker." + key);
  }

  @Test
  void pausesDoubleUpToTheLongest() {
    WorkerProperties defaults = bind(Map.of());
    assertThat(defaults.pause(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(defaults.pause(1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(defaults.pause(8)).isEqualTo(Duration.ofSeconds(256));
    assertThat(defaults.pause(9)).isEqualTo(Duration.ofMinutes(5));
    assertThat(defaults.pause(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(5));
  }

  private static WorkerProperties bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("p2f.worker", WorkerProperties.class);
  }
}
