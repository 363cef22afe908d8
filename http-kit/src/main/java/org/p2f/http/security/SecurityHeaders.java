package org.p2f.http.security;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/**
 * Headers with which every answer tells browsers to make the least of it. Answers of the security
 * filters' own chain have them from there; these are for the answers given outside of it.
 */
public final class SecurityHeaders {
  /** For answers that are data: a browser that shows one runs and frames nothing. */
  public static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

  private static final Map<String, String> HEADERS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Content-Security-Policy", POLICY,
          "Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");

  private SecurityHeaders() {}

  /** Sets those that the answer does not have. */
  public static void complete(HttpServletResponse response) {
    HEADERS.forEach(
        (name, value) -> {
          if (!response.containsHeader(name)) {
            response.setHeader(name, value);
          }
        });
  }
}
