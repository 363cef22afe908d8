package org.p2f.kit.drain;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The time between the order to end and the end. Readiness is down already, so new connections go
 * to other instances; those that are open are closed with their next answer, so that their callers
 * come back there too. Without it a caller may send a request just as its connection is closed, and
 * cannot know whether it was done.
 */
final class Notice extends OncePerRequestFilter implements SmartLifecycle {

  /** The first to stop: everything else is still needed. */
  static final int PHASE = Integer.MAX_VALUE;

  private final Duration length;
  private volatile boolean running;
  private volatile boolean given;

  Notice(Duration length) {
    this.length = length;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (given) {
      response.setHeader(HttpHeaders.CONNECTION, "close");
    }
    chain.doFilter(request, response);
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    given = true;
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

  @Override
  public int getPhase() {
    return PHASE;
  }
}
