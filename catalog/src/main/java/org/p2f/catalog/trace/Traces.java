package org.p2f.catalog.trace;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Carries traces across what is not a call: from a request to the job that it made. Where a process
 * traces nothing, its spans do nothing.
 */
public final class Traces {
  /** Source: W3C Trace Context, 3.2. */
  public static final String HEADER = "traceparent";

  private final Tracer tracer;
  private final Propagator propagator;
  private final RandomGenerator ids = RandomGenerator.getDefault();

  public Traces(Tracer tracer, Propagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  /** Whose spans do nothing. */
  public static Traces off() {
    return new Traces(Tracer.NOOP, Propagator.NOOP);
  }

  public Tracer tracer() {
    return tracer;
  }

  /** The place in the trace that this thread works in, as a header's value; null outside of one. */
  public @Nullable String current() {
    return headers().get(HEADER);
  }

  /** What a call sends to be part of the trace that this thread works in; empty outside of one. */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    var span = tracer.currentSpan();
    if (span != null && !span.isNoop()) {
      propagator.inject(span.context(), headers, (_, name, value) -> headers.put(name, value));
    }
    return headers;
  }

  /** What a call sends that is to be left out of all traces, such as one that only looks. */
  public Map<String, String> unrecorded() {
    return propagator.fields().isEmpty()
        ? Map.of()
        : Map.of(
            HEADER,
            "00-%016x%016x-%016x-00".formatted(ids.nextLong(), ids.nextLong(), ids.nextLong() | 1));
  }

  /**
   * A span to be started.
   *
   * @param parent where in a trace it belongs, as {@link #current()} told it; null for the trace
   *     that this thread works in, or one of its own
   */
  public Span.Builder span(String name, @Nullable String parent) {
    Map<String, String> headers = parent == null ? Map.of() : Map.of(HEADER, parent);
    return propagator.extract(headers, Map::get).name(name);
  }

  /** A span that began and ended before now. */
  public static void past(Span.Builder span, Instant from, Instant to) {
    long end = Math.max(nanos(from), nanos(to)); // clocks of two machines may differ
    span.startTimestamp(nanos(from), TimeUnit.NANOSECONDS).start().end(end, TimeUnit.NANOSECONDS);
  }

  /** Of the epoch. */
  public static long nanos(Instant at) {
    return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
  }
}
