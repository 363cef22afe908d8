package org.p2f.representation.encoding.work;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What the batch loop tells about itself. */
@Component
class EncodingMeters {
  private final DistributionSummary batchRows;
  private final Timer queueing;
  private final Timer computing;
  private final Counter rows;
  private final Counter replacements;

  EncodingMeters(MeterRegistry meters, RowQueue queue) {
    Gauge.builder("p2f.encoding.queue.rows", queue, RowQueue::waiting)
        .description("Rows (an image at a time) that wait")
        .register(meters);
    this.batchRows =
        DistributionSummary.builder("p2f.encoding.batch.rows")
            .description("Rows computed at once")
            .register(meters);
    this.queueing = timer(meters, "p2f.encoding.queue", "From a request to its row's batch");
    this.computing = timer(meters, "p2f.encoding.compute", "Computing one batch");
    this.rows = Counter.builder("p2f.encoding.rows").description("Rows computed").register(meters);
    this.replacements =
        Counter.builder("p2f.encoding.replacements")
            .description("Workers replaced because the engine hung")
            .register(meters);
  }

  private static Timer timer(MeterRegistry meters, String name, String description) {
    return Timer.builder(name)
        .description(description)
        .publishPercentileHistogram()
        .register(meters);
  }

  void queued(Duration waited) {
    queueing.record(waited);
  }

  void replaced() {
    replacements.increment();
  }

  void computed(int batch, Duration took) {
    batchRows.record(batch);
    computing.record(took);
    rows.increment(batch);
  }
}
