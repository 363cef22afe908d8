package org.p2f.catalog.job;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;

/**
 * Jobs as meters, by kind. They are read from the database, so every replica of a service says the
 * same: take one of them ({@code max}), not their sum.
 */
class JobMeters implements MeterBinder {
  private final HandlerRegistry handlers;
  private final JobCounts counts;

  JobMeters(HandlerRegistry handlers, JobCounts counts) {
    this.handlers = handlers;
    this.counts = counts;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (var kind : handlers.kinds()) {
      for (var state : JobState.values()) {
        Gauge.builder("p2f.jobs", () -> counts.in(kind, state))
            .description("Jobs in each state; of ended ones those of the last hour")
            .tag("kind", kind)
            .tag("state", state.name().toLowerCase(Locale.ROOT))
            .register(registry);
      }
      Gauge.builder("p2f.jobs.retrying", () -> counts.retrying(kind))
          .description("Jobs that wait to be tried again")
          .tag("kind", kind)
          .register(registry);
      Gauge.builder("p2f.jobs.queue.age", () -> counts.oldestQueued(kind))
          .description("How long the oldest queued job has been waiting")
          .baseUnit("seconds")
          .tag("kind", kind)
          .register(registry);
    }
  }
}
