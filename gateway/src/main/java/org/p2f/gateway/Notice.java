package org.p2f.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The time between the order to end and the end. Readiness is down already, so new connections go
 * to other instances; those that are open are closed with their next answer, whatever that is, so
 * that their callers come back there too.
 */
@Component
final class Notice implements TomcatConnectorCustomizer, SmartLifecycle {
  private final Drain drain;
  private final List<AbstractHttp11Protocol<?>> protocols = new CopyOnWriteArrayList<>();
  private volatile boolean running;

  Notice(Drain drain) {
    this.drain = drain;
  }

  @Override
  public void customize(Connector connector) {
    if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
      protocols.add(http);
    }
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    protocols.forEach(http -> http.setMaxKeepAliveRequests(1));
    try {
      Thread.sleep(drain.notice());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // somebody is in a hurry
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The first to stop: everything else is still needed. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
