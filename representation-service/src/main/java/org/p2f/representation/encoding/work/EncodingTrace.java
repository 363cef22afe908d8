package org.p2f.representation.encoding.work;

import io.micrometer.tracing.Span;
import java.time.Clock;
import java.time.Instant;
import org.p2f.catalog.trace.Traces;
import org.springframework.stereotype.Component;

/**
 * Tells the trace of a request how long its rows waited and how long they were computed. It is told
 * afterwards, by the caller's thread: the engine's has better to do.
 */
@Component
class EncodingTrace {
  private final Traces traces;
  private final Clock clock;

  EncodingTrace(Traces traces, Clock clock) {
    this.traces = traces;
    this.clock = clock;
  }

  /** A task has come to its end, or its caller waits for it no longer. */
  void ended(EncodingTask task) {
    var request = traces.tracer().currentSpan();
    if (request == null || request.isNoop()) {
      return;
    }
    Instant now = clock.instant();
    long nanos = System.nanoTime();
    Long begun = task.begunNanos();
    Instant computing = begun == null ? now : now.minusNanos(nanos - begun);
    Traces.past(
        span(request, "encoding queue", task),
        now.minusNanos(nanos - task.submittedNanos()),
        computing);
    if (begun != null) {
      Traces.past(
          span(request, "encoding compute", task).tag("p2f.encoding.batches", task.batches()),
          computing,
          now);
    }
  }

  private Span.Builder span(Span request, String name, EncodingTask task) {
    return traces
        .tracer()
        .spanBuilder()
        .setParent(request.context())
        .name(name)
        .tag("p2f.encoding.rows", task.rows());
  }
}
