package org.p2f.gateway.document;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.p2f.gateway.problem.Refused;
import org.p2f.gateway.proxy.Upstream;
import org.p2f.gateway.quota.Anonymous;
import org.p2f.gateway.service.Service;
import org.p2f.gateway.service.Services;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whether each service is ready, in the health group {@code services}. */
@Configuration(proxyBeanMethods = false)
class ServiceHealth {

  private static final String READINESS = "/actuator/health/readiness";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Bean
  HealthIndicator trainingHealthIndicator(
      Services services, Upstream upstream, Anonymous anonymous) {
    return cached(services.training(), upstream, anonymous);
  }

  @Bean
  HealthIndicator representationHealthIndicator(
      Services services, Upstream upstream, Anonymous anonymous) {
    return cached(services.representation(), upstream, anonymous);
  }

  @Bean
  HealthIndicator downstreamHealthIndicator(
      Services services, Upstream upstream, Anonymous anonymous) {
    return cached(services.downstream(), upstream, anonymous);
  }

  /** Anybody may ask, so the services are not asked each time. */
  private static HealthIndicator cached(Service service, Upstream upstream, Anonymous anonymous) {
    Cache<Service, Health> known =
        Caffeine.newBuilder().expireAfterWrite(anonymous.cached()).build();
    return () -> known.get(service, unknown -> of(unknown, upstream));
  }

  private static Health of(Service service, Upstream upstream) {
    var request = new HttpGet(URI.create("/"));
    request.setPath(READINESS);
    try (var answer = upstream.send(service, request, PATIENCE)) {
      return answer.getCode() == 200 ? Health.up().build() : Health.outOfService().build();
    } catch (Refused | IOException unreachable) {
      return Health.down().build();
    }
  }
}
