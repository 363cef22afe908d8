package org.p2f.catalog.webhook;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts signed bodies. Follows no redirect, remembers nothing, keeps no connection, and reads no
 * more of an answer than its head.
 */
final class Sender implements AutoCloseable {
  /** Headers of Standard Webhooks 1.0. */
  private static final String ID = "webhook-id";

  private static final String TIMESTAMP = "webhook-timestamp";
  private static final String SIGNATURE = "webhook-signature";

  private final CloseableHttpClient client;
  private final Duration patience;

  /**
   * @param patience how long one delivery may take, from its first byte to the answer's head
   */
  Sender(Targets targets, Duration patience) {
    this.patience = patience;
    var timeout = Timeout.of(patience);
    client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new CheckedAddresses(targets))
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(timeout)
                            .setSocketTimeout(timeout)
                            .build())
                    .setMaxConnTotal(Courier.MOST_AT_ONCE)
                    .setMaxConnPerRoute(Courier.MOST_AT_ONCE)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(timeout)
                    .setResponseTimeout(timeout)
                    .setRedirectsEnabled(false)
                    .setAuthenticationEnabled(false)
                    .build())
            .setConnectionReuseStrategy((_, _, _) -> false)
            .setUserAgent("P2F-Webhooks")
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
  }

  /**
   * Sends one attempt.
   *
   * @return the answer's status
   * @throws IOException if there is none in time
   */
  int send(DeliveryRows.Due due, Instant now) throws IOException {
    var request = new HttpPost(due.url());
    request.setHeader(ID, due.eventId());
    request.setHeader(TIMESTAMP, Long.toString(now.getEpochSecond()));
    request.setHeader(SIGNATURE, due.secret().signature(due.eventId(), now, due.body()));
    request.setEntity(
        new ByteArrayEntity(
            due.body().getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
    var late = new AtomicBoolean();
    Thread watch =
        Thread.startVirtualThread(
            () -> {
              try {
                Thread.sleep(patience);
                late.set(true);
                request.cancel();
              } catch (InterruptedException answered) {
                // in time
              }
            });
    try {
      var host = new HttpHost(due.url().getScheme(), due.url().getHost(), due.url().getPort());
      var answer = client.executeOpen(host, request, null);
      int status = answer.getCode();
      request.cancel(); // nobody reads the rest of it, however long it is
      return status;
    } catch (IOException | RuntimeException e) {
      if (late.get()) {
        throw new InterruptedIOException("No answer within " + patience.toSeconds() + " s");
      }
      throw e;
    } finally {
      watch.interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  /** The addresses that are connected to are those that were checked. */
  private record CheckedAddresses(Targets targets) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return targets.resolve(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
