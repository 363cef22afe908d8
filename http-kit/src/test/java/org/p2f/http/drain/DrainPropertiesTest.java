package org.p2f.http.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DrainPropertiesTest {

  @Test
  void byDefaultTheEndIsAtOnce() {
    assertThat(bound(Map.of()).notice()).isZero();
  }

  @Test
  void theNoticeCanBeSet() {
    assertThat(bound(Map.of("p2f.drain.notice", "3s")).notice()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aNoticeBelowZeroIsRefused() {
    assertThatThrownBy(() -> new DrainProperties(Duration.ofMillis(-1)))
        .hasMessageContaining("p2f.drain.notice must not be negative");
  }

  private static DrainProperties bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("p2f.drain", DrainProperties.class);
  }
}
