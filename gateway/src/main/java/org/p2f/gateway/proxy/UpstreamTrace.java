package org.p2f.gateway.proxy;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.p2f.gateway.service.Service;
import org.p2f.http.trace.TracingAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** A span for each request to a service, which the service's own continues. */
@Component
class UpstreamTrace {
  private final Tracer tracer;
  private final Propagator propagator;

  UpstreamTrace(Tracer tracer, ObjectProvider<Propagator> propagator) {
    this.tracer = tracer;
    this.propagator = propagator.getIfAvailable(() -> Propagator.NOOP);
  }

  /**
   * Begins a span and tells the service of it, in place of what the caller had said.
   *
   * @return to be ended when the service has begun to answer
   */
  Span begin(Service service, HttpUriRequestBase request) {
    var span =
        tracer
            .spanBuilder()
            .kind(Span.Kind.CLIENT)
            .name("%s %s".formatted(request.getMethod(), service.name()))
            .remoteServiceName(service.name())
            .tag("method", request.getMethod())
            .tag(TracingAutoConfiguration.PATH, path(request))
            .start();
    propagator.inject(span.context(), request, (_, name, value) -> request.setHeader(name, value));
    return span;
  }

  private static String path(HttpUriRequestBase request) {
    return request.getPath().split("\\?", 2)[0];
  }
}
