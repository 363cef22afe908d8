package org.p2f.http.trace;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.http.InvalidConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where traces go.
 *
 * @param endpoint of a collector that takes OTLP over HTTP; null for no traces at all
 * @param sampling share of the traces that begin here and are recorded, in [0, 1]; whoever
 *     continues a caller's trace records it if the caller does
 */
@ConfigurationProperties(TracingProperties.PREFIX)
record TracingProperties(@Nullable URI endpoint, @DefaultValue("1") double sampling) {
  static final String PREFIX = "p2f.tracing";
  static final String ENDPOINT = PREFIX + ".endpoint";

  /** Source: the OpenTelemetry protocol's specification, "OTLP/HTTP Request". */
  private static final String PATH = "/v1/traces";

  private static final Set<String> SCHEMES = Set.of("http", "https");

  TracingProperties {
    if (endpoint != null && (endpoint.getHost() == null || !isHttp(endpoint))) {
      throw new InvalidConfiguration(
          "%s must be the address of a collector, is '%s'".formatted(ENDPOINT, endpoint),
          "Set it to an address such as http://127.0.0.1:4318, or leave it out for no traces");
    }
    if (!(sampling >= 0 && sampling <= 1)) {
      throw new InvalidConfiguration(
          "%s.sampling must be from 0 to 1, is %s".formatted(PREFIX, sampling),
          "Set it to the share of traces to record; 1 records all");
    }
  }

  /** With the protocol's usual path where none is given; null for no traces. */
  @Nullable URI receiver() {
    return endpoint == null || !Set.of("", "/").contains(endpoint.getRawPath())
        ? endpoint
        : endpoint.resolve(PATH);
  }

  private static boolean isHttp(URI address) {
    return address.getScheme() != null && SCHEMES.contains(address.getScheme());
  }
}
