package org.p2f.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.gateway.document.ApiDocumentController;
import org.p2f.gateway.problem.Refusal;
import org.p2f.gateway.problem.Refused;
import org.p2f.gateway.quota.Allowance;
import org.p2f.gateway.quota.Anonymous;
import org.p2f.gateway.quota.Quota;
import org.p2f.gateway.signin.SignInController;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Holds every subject to its quota, and every address without a token to that of the open paths
 * that cost something. Part of the security chain, behind the check of the token.
 */
final class QuotaFilter extends OncePerRequestFilter {
  /** After so long a bucket is full again, whatever it was. */
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private static final long MOST_ADDRESSES = 100_000;
  private static final String HEALTH = "/actuator/health";

  private final Quota quota;
  private final Quota anonymous;
  private final Cache<String, Allowance> subjects =
      Caffeine.newBuilder().expireAfterAccess(FORGOTTEN).build();
  private final Cache<String, Allowance> addresses =
      Caffeine.newBuilder().expireAfterAccess(FORGOTTEN).maximumSize(MOST_ADDRESSES).build();

  QuotaFilter(Quota quota, Anonymous anonymous) {
    this.quota = quota;
    this.anonymous = anonymous.quota();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Allowance allowance = allowance(request);
    if (allowance == null) {
      chain.doFilter(request, response);
      return;
    }
    Optional<Duration> later = allowance.enter(System.nanoTime());
    if (later.isPresent()) {
      throw new Refused(new Refusal.OverQuota(later.get()));
    }
    try {
      chain.doFilter(request, response);
    } finally {
      allowance.leave();
    }
  }

  private @Nullable Allowance allowance(HttpServletRequest request) {
    if (SecurityContextHolder.getContext().getAuthentication()
        instanceof JwtAuthenticationToken token) {
      return subjects.get(token.getName(), _ -> new Allowance(quota, System.nanoTime()));
    }
    return asksOthers(request.getRequestURI())
        ? addresses.get(request.getRemoteAddr(), _ -> new Allowance(anonymous, System.nanoTime()))
        : null;
  }

  /** The gateway's own probes ask nobody, and whoever runs it needs them. */
  private static boolean asksOthers(String path) {
    return path.startsWith(ApiDocumentController.PATH)
        || path.equals(SignInController.PATH)
        || (path.startsWith(HEALTH)
            && !path.equals(HEALTH + "/readiness")
            && !path.equals(HEALTH + "/liveness"));
  }
}
