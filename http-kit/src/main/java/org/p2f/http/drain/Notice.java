package org.p2f.http.drain;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.SmartLifecycle;

/**
 * The time between the order to end and the end. Readiness is down already, so new connections go
 * to other instances; those that are open are closed with their next answer, whatever that is, so
 * that their callers come back there too. Without it a caller may send a request just as its
 * connection is closed, and cannot know whether it was done.
 */
final class Notice implements TomcatConnectorCustomizer, SmartLifecycle {
  private final Duration length;
  private final List<AbstractHttp11Protocol<?>> protocols = new CopyOnWriteArrayList<>();
  private volatile boolean running;

  Notice(Duration length) {
    this.length = length;
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
      Thread.sleep(length);
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
