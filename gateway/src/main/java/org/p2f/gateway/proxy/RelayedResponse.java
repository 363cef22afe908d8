package org.p2f.gateway.proxy;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;
import org.p2f.gateway.problem.Refusal;
import org.p2f.gateway.problem.Refused;
import org.p2f.gateway.service.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A service's answer, streamed to the caller as it comes. If either end breaks, the other is cut
 * too: the rest of a long answer is never read for nobody.
 */
final class RelayedResponse implements ServerResponse {

  private static final Logger log = LoggerFactory.getLogger(RelayedResponse.class);

  private final Service service;
  private final ClassicHttpResponse answer;
  private final HttpUriRequestBase request;
  private final HttpHeaders headers = new HttpHeaders();

  RelayedResponse(Service service, ClassicHttpResponse answer, HttpUriRequestBase request) {
    this.service = service;
    this.answer = answer;
    this.request = request;
    var connection =
        Arrays.stream(answer.getHeaders(HttpHeaders.CONNECTION)).map(Header::getValue).toList();
    var hop = new Hop(connection, "x-correlation-id");
    for (var header : answer.getHeaders()) {
      if (hop.passes(header.getName())) {
        headers.add(header.getName(), header.getValue());
      }
    }
  }

  @Override
  public HttpStatusCode statusCode() {
    return HttpStatusCode.valueOf(answer.getCode());
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  @Override
  public MultiValueMap<String, Cookie> cookies() {
    return new LinkedMultiValueMap<>();
  }

  @Override
  public @Nullable ModelAndView writeTo(
      HttpServletRequest ignored, HttpServletResponse response, Context context)
      throws IOException {
    response.setStatus(answer.getCode());
    headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    try (answer) {
      var entity = answer.getEntity();
      if (entity != null) {
        stream(entity.getContent(), entity.getContentLength(), response);
      }
    }
    return null;
  }

  /**
   * @param length negative if the end is not known
   */
  private void stream(InputStream in, long length, HttpServletResponse response)
      throws IOException {
    var endUnknown = length < 0;
    var complete = false;
    try {
      var out = response.getOutputStream();
      if (endUnknown) {
        response.flushBuffer();
      }
      var buffer = CopyBuffer.forBody(length);
      for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
        out.write(buffer, 0, read);
        if (endUnknown && in.available() == 0) {
          out.flush();
        }
      }
      complete = true;
    } finally {
      if (!complete) {
        request.cancel();
      }
    }
  }

  private int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException broken) {
      log.warn(
          "The {} service broke off its answer to {}", service.name(), request.getPath(), broken);
      throw new Refused(new Refusal.AnswerBroken(service));
    }
  }
}
