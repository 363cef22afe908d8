package org.p2f.kit.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Which scope opens which request. */
public final class Scopes {
  static final String READ = "read";
  static final String RUN = "run";
  static final String ADMIN = "admin";

  private static final String PREFIX = "SCOPE_";
  private static final RequestMatcher METRICS =
      PathPatternRequestMatcher.withDefaults().matcher("/actuator/prometheus");
  private static final RequestMatcher AUDIT =
      PathPatternRequestMatcher.withDefaults().matcher("/v1/audit");
  private static final RequestMatcher ACTUATOR =
      PathPatternRequestMatcher.withDefaults().matcher("/actuator/**");

  private Scopes() {}

  /** Any one of these will do. */
  static Set<String> opening(HttpServletRequest request) {
    if (METRICS.matches(request)) {
      return new TreeSet<>(Set.of(ADMIN, READ));
    } else if (ACTUATOR.matches(request) || AUDIT.matches(request)) {
      return Set.of(ADMIN);
    }
    return switch (request.getMethod()) {
      case "GET", "HEAD" -> Set.of(READ);
      default -> Set.of(RUN);
    };
  }

  /** The scopes of a caller's token. */
  public static Set<String> of(Authentication caller) {
    return caller.getAuthorities().stream()
        .map(granted -> String.valueOf(granted.getAuthority()))
        .filter(authority -> authority.startsWith(PREFIX))
        .map(authority -> authority.substring(PREFIX.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
