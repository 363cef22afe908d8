package org.p2f.http.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.http.InvalidConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TracingPropertiesTest {

  @Test
  void thereAreNoTracesByDefault() {
    assertThat(bound(Map.of())).isEqualTo(new TracingProperties(null, 1));
    assertThat(bound(Map.of("p2f.tracing.endpoint", "")).receiver()).isNull();
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "p2f.tracing.endpoint", "http://collector:4318",
                    "p2f.tracing.sampling", "0.25")))
        .isEqualTo(new TracingProperties(URI.create("http://collector:4318"), .25));
  }

  @ParameterizedTest
  @CsvSource({
    "http://collector:4318, http://collector:4318/v1/traces",
    "https://collector/, https://collector/v1/traces",
    "https://collector/otlp/v1/traces, https://collector/otlp/v1/traces",
  })
  void theUsualPathNeedNotBeSaid(String endpoint, String receiver) {
    assertThat(bound(Map.of("p2f.tracing.endpoint", endpoint)).receiver()).hasToString(receiver);
  }

  @ParameterizedTest
  @ValueSource(strings = {"endpoint=collector:4318", "endpoint=http:x", "endpoint=ftp://collector"})
  void anythingButAnAddressIsRefused(String setting) {
    assertRefused(setting, "p2f.tracing.endpoint must be the address of a collector");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sampling=-0.1", "sampling=1.1", "sampling=NaN"})
  void aShareIsFromZeroToOne(String setting) {
    assertRefused(setting, "p2f.tracing.sampling must be from 0 to 1");
  }

  private static void assertRefused(String setting, String reason) {
    String[] pair = setting.split("=", 2);
    assertThatThrownBy(() -> bound(Map.of("p2f.tracing." + pair[0], pair[1])))
        .rootCause()
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageStartingWith(reason);
  }

  private static TracingProperties bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("p2f.tracing", TracingProperties.class);
  }
}
