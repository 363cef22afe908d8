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
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Holds every subject to its quota. Part of the security chain, behind the check of the token. */
final class QuotaFilter extends OncePerRequestFilter {
  /** After so long a bucket is full again, whatever it was. */
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final Quota quota;
  private final Cache<String, Allowance> allowances =
      Caffeine.newBuilder().expireAfterAccess(FORGOTTEN).build();

  QuotaFilter(Quota quota) {
    this.quota = quota;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String subject = subject();
    if (subject == null) {
      chain.doFilter(request, response); // an open path
      return;
    }
    Allowance allowance = allowances.get(subject, name -> new Allowance(quota, System.nanoTime()));
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

  private static @Nullable String subject() {
    return SecurityContextHolder.getContext().getAuthentication()
            instanceof JwtAuthenticationToken token
        ? token.getName()
        : null;
  }
}
