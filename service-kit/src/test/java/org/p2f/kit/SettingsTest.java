package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** Pins every default, and sets every key, of the kit's own settings. */
class SettingsTest {

  /** The record's text, since the records themselves are nobody else's business. */
  private static String bound(String record, Map<String, String> settings) throws Exception {
    Class<?> type = Class.forName("org.p2f.kit." + record);
    String prefix = type.getAnnotation(ConfigurationProperties.class).value();
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate(prefix, type)
        .toString();
  }

  @Test
  void defaults() throws Exception {
    assertThat(bound("problem.WebLimits", Map.of())).isEqualTo("WebLimits[jsonBody=33554432B]");
    assertThat(bound("job.JobEventProperties", Map.of()))
        .isEqualTo("JobEventProperties[poll=PT0.5S, heartbeat=PT15S, maxStreams=200]");
  }

  @Test
  void everyKeyCanBeSet() throws Exception {
    assertThat(bound("problem.WebLimits", Map.of("p2f.limits.json-body", "1KB")))
        .isEqualTo("WebLimits[jsonBody=1024B]");
    assertThat(
            bound(
                "job.JobEventProperties",
                Map.of(
                    "p2f.job-events.poll", "1s",
                    "p2f.job-events.heartbeat", "2s",
                    "p2f.job-events.max-streams", "3")))
        .isEqualTo("JobEventProperties[poll=PT1S, heartbeat=PT2S, maxStreams=3]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p2f.job-events.poll=0s",
        "p2f.job-events.heartbeat=-1s",
        "p2f.job-events.max-streams=0"
      })
  void streamsNeedPositiveSettings(String setting) {
    String[] pair = setting.split("=", 2);
    assertThatThrownBy(() -> bound("job.JobEventProperties", Map.of(pair[0], pair[1])))
        .hasRootCauseMessage(rootMessage(pair));
  }

  private static String rootMessage(String[] pair) {
    Map<String, String> texts =
        Map.of(
            "p2f.job-events.poll", "PT0S, PT15S and 200",
            "p2f.job-events.heartbeat", "PT0.5S, PT-1S and 200",
            "p2f.job-events.max-streams", "PT0.5S, PT15S and 0");
    return "Need p2f.job-events.poll, heartbeat and max-streams above zero, got "
        + texts.get(pair[0]);
  }

  @Test
  void limitOfZeroIsRefused() {
    assertThatThrownBy(() -> bound("problem.WebLimits", Map.of("p2f.limits.json-body", "0B")))
        .hasRootCauseMessage("p2f.limits.json-body must be positive, got 0B");
  }

  @Test
  void defaultsOfSpringAreNamedOnceEach() throws Exception {
    Properties defaults =
        PropertiesLoaderUtils.loadProperties(new ClassPathResource("p2f-defaults.properties"));
    assertThat(defaults)
        .containsEntry("server.shutdown", "graceful")
        .containsEntry("spring.threads.virtual.enabled", "true")
        .containsEntry("spring.jpa.open-in-view", "false")
        .containsEntry("spring.main.banner-mode", "off")
        .containsEntry("server.forward-headers-strategy", "framework")
        .containsEntry("management.endpoints.web.exposure.include", "health,info,prometheus")
        .containsEntry("springdoc.api-docs.version", "openapi_3_0");
  }
}
