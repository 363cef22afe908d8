package org.p2f.kit.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.audit.AuditLog;
import org.p2f.http.correlation.Correlation;
import org.p2f.kit.security.TokenSubject;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Logs requests that change something, and those that are not allowed. Encodings and other
 * computations that leave nothing behind are left out: they come in hundreds a second.
 */
final class AuditFilter extends OncePerRequestFilter {
  /** The request's attribute with its caller, once the token is known to hold. */
  static final String CALLER = AuditFilter.class.getName() + ".caller";

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<Integer> REFUSED = Set.of(401, 403);

  /** Answers from here on have changed nothing; and the database may be what failed. */
  private static final int FIRST_FAILURE = 500;

  private static final Pattern COMPUTING =
      Pattern.compile(
          "/v1/encodings|/v1/reconstructions|/v2/.*|/v1/trajectories/[^/]+/neighbours|/v1/training-plans"
              + "|/v1/datasets/preview");
  private static final String FORWARDED = "X-Forwarded-For";
  private static final int LONGEST_PATH = 500;

  private final ObjectProvider<AuditLog> log;

  AuditFilter(ObjectProvider<AuditLog> log) {
    this.log = log;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } finally {
      if (isKept(request, response.getStatus())) {
        log.ifAvailable(audit -> audit.add(entry(request, response.getStatus())));
      }
    }
  }

  private static boolean isKept(HttpServletRequest request, int status) {
    boolean changes =
        !READING.contains(request.getMethod())
            && status < FIRST_FAILURE
            && !COMPUTING.matcher(request.getRequestURI()).matches();
    return request.getRequestURI().startsWith("/v") && (changes || REFUSED.contains(status));
  }

  private static AuditLog.Request entry(HttpServletRequest request, int status) {
    var caller = Optional.ofNullable((Caller) request.getAttribute(CALLER));
    String subject = TokenSubject.of(request);
    String path = request.getRequestURI();
    return new AuditLog.Request(
        subject,
        caller.map(Caller::subject).filter(name -> !name.equals(subject)).orElse(null),
        caller.map(Caller::project).orElse(null),
        request.getMethod(),
        path.substring(0, Math.min(path.length(), LONGEST_PATH)),
        status,
        address(request),
        Correlation.of(request));
  }

  private static @Nullable String address(HttpServletRequest request) {
    String forwarded = request.getHeader(FORWARDED);
    return forwarded == null ? request.getRemoteAddr() : forwarded;
  }
}
