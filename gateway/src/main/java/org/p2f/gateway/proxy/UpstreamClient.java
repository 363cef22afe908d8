package org.p2f.gateway.proxy;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HTTP client towards the services: HTTP/1.1, nothing decoded, followed or remembered. */
@Configuration(proxyBeanMethods = false)
class UpstreamClient {

  @Bean
  CloseableHttpClient client(Limits limits) {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    // A service that answers while a body is being sent wants no more of it.
                    .responseOutOfOrderStrategy((_, _, in, _, _) -> in.available() > 0)
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(limits.connect()))
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .build())
            .setMaxConnPerRoute(limits.connectionsPerService())
            .setMaxConnTotal(limits.connectionsPerService() * 3)
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setRetryStrategy(new CaughtByAClosingConnection())
        .disableRedirectHandling()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableConnectionState()
        .disableDefaultUserAgent()
        .build();
  }

  /**
   * Asks once more for a bodiless request that a connection caught which the service was just
   * closing. An answer is an answer: 503 with Retry-After is for the client to wait for.
   */
  private static final class CaughtByAClosingConnection extends DefaultHttpRequestRetryStrategy {
    CaughtByAClosingConnection() {
      super(1, TimeValue.ZERO_MILLISECONDS);
    }

    @Override
    public boolean retryRequest(HttpResponse response, int count, HttpContext context) {
      return false;
    }
  }
}
