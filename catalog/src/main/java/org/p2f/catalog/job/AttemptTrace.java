package org.p2f.catalog.job;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.p2f.catalog.trace.Traces;

/**
 * What an attempt tells the trace of the request that made its job: how long the job waited, and
 * where the attempt's time goes, phase by phase. The handler's thread alone uses it.
 */
final class AttemptTrace implements AutoCloseable {
  private static final String KIND = "p2f.job.kind";
  private static final String ID = "p2f.job.id";
  private static final String NUMBER = "p2f.job.attempt";
  private static final String OUTCOME = "p2f.job.outcome";

  private final Tracer tracer;
  private final Span attempt;
  private final Tracer.SpanInScope scope;
  private Span phase = Span.NOOP;
  private String outcome = "lost";

  /**
   * @param taken when the worker began to claim the job
   * @param claimed when it had it
   */
  AttemptTrace(Traces traces, Attempt.Claim claim, Instant taken, Instant claimed) {
    tracer = traces.tracer();
    if (claim.attempt() == 1) {
      Traces.past(span(traces, "job queued", claim), claim.createdAt(), taken);
    }
    attempt =
        span(traces, "job " + claim.kind(), claim)
            .tag(NUMBER, claim.attempt())
            .kind(Span.Kind.CONSUMER)
            .startTimestamp(Traces.nanos(taken), TimeUnit.NANOSECONDS)
            .start();
    scope = tracer.withSpan(attempt);
    Traces.past(child("claim"), taken, claimed);
  }

  private static Span.Builder span(Traces traces, String name, Attempt.Claim claim) {
    return traces.span(name, claim.traceparent()).tag(KIND, claim.kind()).tag(ID, claim.jobId());
  }

  private Span.Builder child(String name) {
    return tracer.spanBuilder().setParent(attempt.context()).name(name);
  }

  /** Ends the phase before. */
  void enter(String name) {
    phase.end();
    phase = child(name).start();
  }

  void failed(Throwable why) {
    attempt.error(why);
  }

  /**
   * How the attempt ended; {@code lost} if it is never told: the job is another worker's, or the
   * database is gone.
   */
  void ended(String how) {
    outcome = how;
  }

  @Override
  public void close() {
    phase.end();
    scope.close();
    attempt.tag(OUTCOME, outcome).end();
  }
}
