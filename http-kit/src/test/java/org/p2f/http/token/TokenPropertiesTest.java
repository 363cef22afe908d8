package org.p2f.http.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TokenPropertiesTest {

  @Test
  void nobodyIsBelievedByDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(new TokenProperties(null, null, null, Duration.ofSeconds(5)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "p2f.security.public-key", "/keys/a.pem",
                    "p2f.security.issuer", "https://a",
                    "p2f.security.audience", "b",
                    "p2f.security.clock-skew", "1s")))
        .isEqualTo(
            new TokenProperties(Path.of("/keys/a.pem"), "https://a", "b", Duration.ofSeconds(1)));
  }

  private static TokenProperties bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("p2f.security", TokenProperties.class);
  }
}
