package org.p2f.gateway.proxy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.util.Timeout;
import org.p2f.gateway.problem.Refusal;
import org.p2f.gateway.problem.Refused;
import org.p2f.gateway.service.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sends requests to services and tells the ways in which that fails apart. */
@Component
public class Upstream {

  /** Larger bodies ask first, so that a service can refuse them unsent. */
  private static final long ASK_FIRST_BYTES = 1 << 20;

  private static final Logger log = LoggerFactory.getLogger(Upstream.class);

  private final CloseableHttpClient client;
  private final Limits limits;
  private final UpstreamTrace trace;

  Upstream(CloseableHttpClient client, Limits limits, UpstreamTrace trace) {
    this.client = client;
    this.limits = limits;
    this.trace = trace;
  }

  /**
   * @param silence how long the service may be silent; zero for as long as it likes
   * @return the open answer; the caller reads it to its end, or cancels the request and closes it
   */
  public ClassicHttpResponse send(Service service, HttpUriRequestBase request, Duration silence) {
    var context = HttpClientContext.create();
    context.setRequestConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(limits.connect()))
            .setResponseTimeout(Timeout.of(silence))
            .setExpectContinueEnabled(asksFirst(request))
            .setAuthenticationEnabled(false)
            .setRedirectsEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .build());
    var span = trace.begin(service, request);
    try {
      var answer = client.executeOpen(service.host(), request, context);
      span.tag("status", answer.getCode());
      return answer;
    } catch (ClientBody.Unusable body) {
      throw new Refused(body.refusal());
    } catch (IOException failed) {
      span.error(failed);
      log.debug("{} {} failed", request.getMethod(), request.getPath(), failed);
      throw new Refused(refusal(service, failed, silence));
    } finally {
      span.end();
    }
  }

  private static Refusal refusal(Service service, IOException failed, Duration silence) {
    return switch (failed) {
      case ConnectionRequestTimeoutException _ -> new Refusal.ServiceBusy(service);
      case ConnectTimeoutException _ -> new Refusal.ServiceUnavailable(service);
      case InterruptedIOException _ -> new Refusal.ServiceTimedOut(service, silence);
      default -> new Refusal.ServiceUnavailable(service);
    };
  }

  private static boolean asksFirst(HttpUriRequestBase request) {
    var entity = request.getEntity();
    return entity != null
        && (entity.getContentLength() < 0 || entity.getContentLength() > ASK_FIRST_BYTES);
  }
}
