package org.p2f.http.body;

import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sees that a body which does not come whole is told to its sender. Once the web server fails to
 * read a body it drops whatever the application answers and shows its error page, for the exception
 * it finds then: it shall find the {@link BodyFault}, not what the application made of it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class BodyFaultFilter extends OncePerRequestFilter {
  private static final int UNCOUNTED = -1;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!hasBody(request)) {
      chain.doFilter(request, response);
      return;
    }
    var body = new CheckedBody(request);
    try {
      chain.doFilter(body, response);
    } catch (IOException | ServletException | RuntimeException thrown) {
      if (!isUnread(request)) {
        throw thrown;
      }
    }
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IOException failed) {
      request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, fault(body, failed));
    }
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0
        || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
  }

  /** The web server's own record of a read that failed. */
  private static boolean isUnread(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IOException;
  }

  /** The web server reads forms itself, so nobody has counted their bytes. */
  private static BodyFault fault(CheckedBody body, IOException failed) {
    return Objects.requireNonNullElseGet(
        body.fault(), () -> BodyFault.of(failed, UNCOUNTED, UNCOUNTED));
  }
}
