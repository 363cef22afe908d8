package org.p2f.http.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Tells Spring Boot what {@link TracingProperties} say, and what lines of the log begin with. */
final class TracingSettings implements EnvironmentPostProcessor {
  private static final String SPRINGS = "management.opentelemetry.tracing.export.otlp.endpoint";
  private static final String CORRELATION = "[%X{correlationId:-}] ";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    var tracing =
        Binder.get(environment).bindOrCreate(TracingProperties.PREFIX, TracingProperties.class);
    var receiver = tracing.receiver();
    Map<String, Object> settings = new LinkedHashMap<>();
    Map<String, Object> defaults = new LinkedHashMap<>();
    if (receiver == null) {
      defaults.put("logging.pattern.correlation", CORRELATION);
    } else {
      settings.put(SPRINGS, receiver.toString());
      settings.put("management.tracing.sampling.probability", tracing.sampling());
      defaults.put("logging.pattern.correlation", CORRELATION + "[%X{traceId:-}] ");
      defaults.put("management.tracing.propagation.type", "W3C");
      defaults.put("management.tracing.baggage.enabled", false);
      // Three spans around each request that tell nothing of P2F.
      defaults.put("management.observations.enable.spring.security", false);
    }
    var sources = environment.getPropertySources();
    sources.addFirst(new MapPropertySource("p2f-tracing", settings));
    sources.addLast(new MapPropertySource("p2f-tracing-defaults", defaults));
  }
}
