package org.p2f.representation.inference.web;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.tracing.Span;
import org.p2f.catalog.trace.Traces;
import org.springframework.stereotype.Component;

/** Continues a caller's trace, or begins one, as HTTP's requests do. */
@Component
final class GrpcTraces implements ServerInterceptor {
  private static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of(Traces.HEADER, Metadata.ASCII_STRING_MARSHALLER);

  private final Traces traces;

  GrpcTraces(Traces traces) {
    this.traces = traces;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Span span =
        traces
            .span(
                "grpc " + call.getMethodDescriptor().getFullMethodName(), headers.get(TRACEPARENT))
            .kind(Span.Kind.SERVER)
            .start();
    return new Within<>(traces, span, next.startCall(new Told<>(call, span), headers));
  }

  /** Ends the span with the call's status. */
  private static final class Told<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Span span;

    Told(ServerCall<Q, A> call, Span span) {
      super(call);
      this.span = span;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      span.tag("status", status.getCode().name()).end();
      super.close(status, trailers);
    }
  }

  /** Answers within the span. */
  private static final class Within<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Traces traces;
    private final Span span;

    Within(Traces traces, Span span, ServerCall.Listener<Q> delegate) {
      super(delegate);
      this.traces = traces;
      this.span = span;
    }

    @Override
    public void onHalfClose() {
      try (var _ = traces.tracer().withSpan(span)) {
        super.onHalfClose();
      }
    }

    @Override
    public void onCancel() {
      super.onCancel();
      span.end();
    }
  }
}
