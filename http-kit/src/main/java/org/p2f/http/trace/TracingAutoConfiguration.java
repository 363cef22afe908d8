package org.p2f.http.trace;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** What is left out of traces. */
@AutoConfiguration
@ConditionalOnProperty(TracingProperties.ENDPOINT)
public class TracingAutoConfiguration {

  /** As Spring's spans and the gateway's name the path of a request. */
  public static final String PATH = "http.url";

  private static final String PROBES = "/actuator/";

  /** Probes and scrapes come every few seconds and are nobody's trace. */
  @Bean
  SpanExportingPredicate probesAreNotTraced() {
    return span -> !span.getTags().getOrDefault(PATH, "").startsWith(PROBES);
  }
}
