package org.p2f.gateway.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.net.URIAuthority;
import org.p2f.gateway.problem.Refusal;
import org.p2f.gateway.problem.Refused;
import org.p2f.gateway.service.Service;
import org.p2f.http.correlation.Correlation;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Passes one request to a service and its answer back: same path, headers and bytes. */
@Component
public class Proxy {

  private static final String UPLOADS = "/v1/uploads";
  private static final String PARTS = "/v1/resumable-uploads/";

  private final Upstream upstream;
  private final Limits limits;

  Proxy(Upstream upstream, Limits limits) {
    this.upstream = upstream;
    this.limits = limits;
  }

  public ServerResponse pass(Service service, ServerRequest request) {
    var incoming = request.servletRequest();
    var outgoing = outgoing(incoming);
    var answer = upstream.send(service, outgoing, silence(incoming));
    return new RelayedResponse(service, answer, outgoing);
  }

  private HttpUriRequestBase outgoing(HttpServletRequest incoming) {
    var outgoing = new HttpUriRequestBase(incoming.getMethod(), URI.create("/"));
    var query = incoming.getQueryString();
    outgoing.setPath(incoming.getRequestURI() + (query == null ? "" : "?" + query));
    outgoing.setAuthority(new URIAuthority(incoming.getServerName(), incoming.getServerPort()));
    copyHeaders(incoming, outgoing);
    if (hasBody(incoming)) {
      outgoing.setEntity(body(incoming));
    }
    return outgoing;
  }

  private static void copyHeaders(HttpServletRequest incoming, HttpUriRequestBase outgoing) {
    var hop =
        new Hop(
            Collections.list(incoming.getHeaders(HttpHeaders.CONNECTION)),
            "host",
            "content-length",
            "expect",
            "x-correlation-id");
    for (var name : Collections.list(incoming.getHeaderNames())) {
      if (hop.passes(name) && !isForwarded(name)) {
        for (var value : Collections.list(incoming.getHeaders(name))) {
          outgoing.addHeader(name, value);
        }
      }
    }
    outgoing.setHeader(Correlation.HEADER, Correlation.of(incoming));
    outgoing.setHeader("X-Forwarded-Proto", incoming.getScheme());
    outgoing.setHeader("X-Forwarded-For", incoming.getRemoteAddr());
  }

  /** The services believe these headers, so they are the gateway's to say, not the caller's. */
  private static boolean isForwarded(String header) {
    var name = header.toLowerCase(Locale.ROOT);
    return name.equals("forwarded") || name.startsWith("x-forwarded-");
  }

  /** That of OPTIONS means nothing (RFC 9110, section 9.3.7), and the client refuses to send it. */
  private static boolean hasBody(HttpServletRequest incoming) {
    return !incoming.getMethod().equals("OPTIONS")
        && (incoming.getContentLengthLong() >= 0
            || incoming.getHeader(HttpHeaders.TRANSFER_ENCODING) != null);
  }

  private ClientBody body(HttpServletRequest incoming) {
    var limit = (isUpload(incoming) ? limits.upload() : limits.body()).toBytes();
    var length = incoming.getContentLengthLong();
    if (length > limit) {
      throw new Refused(new Refusal.BodyTooLarge(limit));
    }
    try {
      return new ClientBody(incoming.getInputStream(), length, limit);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Duration silence(HttpServletRequest incoming) {
    if (isEventStream(incoming)) {
      return Duration.ZERO;
    }
    return isUpload(incoming) ? limits.uploadAnswer() : limits.answer();
  }

  private static boolean isUpload(HttpServletRequest incoming) {
    return switch (incoming.getMethod()) {
      case "POST" -> incoming.getRequestURI().startsWith(UPLOADS);
      case "PATCH" -> incoming.getRequestURI().startsWith(PARTS);
      default -> false;
    };
  }

  private static boolean isEventStream(HttpServletRequest incoming) {
    List<String> accepted = Collections.list(incoming.getHeaders(HttpHeaders.ACCEPT));
    return incoming.getRequestURI().endsWith("/events")
        || accepted.stream().anyMatch(value -> value.contains(MediaType.TEXT_EVENT_STREAM_VALUE));
  }
}
