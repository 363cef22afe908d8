package org.p2f.training.run.store;

import java.time.Clock;
import java.time.Duration;
import org.p2f.catalog.PeriodicTask;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Thins the metrics of runs that ended long ago. */
@Configuration(proxyBeanMethods = false)
class MetricsRetention {
  private static final Duration PAUSE = Duration.ofHours(1);

  /**
   * @param steps how long after a run's end each of its steps is kept
   */
  @ConfigurationProperties("p2f.retention.metrics")
  record Kept(@DefaultValue("90d") Duration steps) {
    Kept {
      if (steps.isNegative()) {
        throw new IllegalArgumentException(
            "p2f.retention.metrics.steps must not be negative, is " + steps);
      }
    }
  }

  @Bean
  PeriodicTask metricsThinning(TrainingMetrics metrics, Kept kept, Clock clock) {
    return new PeriodicTask(
        "metrics-retention", PAUSE, () -> metrics.thin(clock.instant().minus(kept.steps())));
  }
}
