package org.p2f.http.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Without an endpoint nothing of OpenTelemetry is set up: the tracer is the one that does nothing.
 */
final class TracingFilter implements AutoConfigurationImportFilter, EnvironmentAware {
  private static final List<String> TRACING =
      List.of(
          "org.springframework.boot.micrometer.tracing.",
          "org.springframework.boot.opentelemetry.");
  private static final String NO_TRACER =
      "org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration";

  private boolean on;

  @Override
  public void setEnvironment(Environment environment) {
    on = StringUtils.hasText(environment.getProperty(TracingProperties.ENDPOINT));
  }

  @Override
  public boolean[] match(
      @Nullable String[] autoConfigurationClasses, AutoConfigurationMetadata metadata) {
    var matches = new boolean[autoConfigurationClasses.length];
    for (int i = 0; i < matches.length; i++) {
      var name = autoConfigurationClasses[i];
      matches[i] =
          on
              || name == null
              || name.equals(NO_TRACER)
              || TRACING.stream().noneMatch(name::startsWith);
    }
    return matches;
  }
}
