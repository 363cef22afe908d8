package org.p2f.gateway.document;

import io.micrometer.tracing.Tracer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.p2f.gateway.problem.Refusal;
import org.p2f.gateway.problem.Refused;
import org.p2f.gateway.proxy.Limits;
import org.p2f.gateway.proxy.Upstream;
import org.p2f.gateway.service.Service;
import org.p2f.http.correlation.Correlation;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;

/** Asks several services for the same small document at once, in the caller's name. */
@Component
class ServiceDocuments {

  private static final int LARGEST_BYTES = 32 << 20;

  /** Say in whose name, and in which project, a caller asks. */
  private static final List<String> NAMING =
      List.of(HttpHeaders.AUTHORIZATION, "P2F-Project", "P2F-Acting-For");

  private final Upstream upstream;
  private final Limits limits;
  private final Tracer tracer;

  ServiceDocuments(Upstream upstream, Limits limits, Tracer tracer) {
    this.upstream = upstream;
    this.limits = limits;
    this.tracer = tracer;
  }

  /**
   * @param path path and query, as the services take it
   * @return one answer a service, in the services' order
   * @throws Refused if a service does not answer
   */
  List<ServiceDocument> get(List<Service> services, String path, HttpServletRequest caller) {
    Map<String, String> naming = new LinkedHashMap<>();
    for (var name : NAMING) {
      var value = caller.getHeader(name);
      if (value != null) {
        naming.put(name, value);
      }
    }
    var correlationId = Correlation.of(caller);
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      var traced = tracer.currentTraceContext();
      List<Future<ServiceDocument>> pending = new ArrayList<>();
      for (var service : services) {
        var request = new HttpGet(URI.create("/"));
        request.setPath(path);
        request.setHeader(HttpHeaders.ACCEPT, "application/json");
        request.setHeader(Correlation.HEADER, correlationId);
        request.setHeader("X-Forwarded-For", caller.getRemoteAddr());
        naming.forEach(request::setHeader);
        pending.add(tasks.submit(traced.wrap(() -> fetch(service, request))));
      }
      List<ServiceDocument> answers = new ArrayList<>();
      for (var answer : pending) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Refused refused
          ? refused
          : new IllegalStateException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private ServiceDocument fetch(Service service, HttpGet request) {
    try (var answer = upstream.send(service, request, limits.answer())) {
      var type = answer.getFirstHeader(HttpHeaders.CONTENT_TYPE);
      var entity = answer.getEntity();
      return new ServiceDocument(
          service,
          HttpStatusCode.valueOf(answer.getCode()),
          type == null ? "application/json" : type.getValue(),
          entity == null ? new byte[0] : EntityUtils.toByteArray(entity, LARGEST_BYTES));
    } catch (IOException broken) {
      throw new Refused(new Refusal.AnswerBroken(service));
    }
  }
}
