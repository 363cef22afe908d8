package org.p2f.http.token;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/**
 * Finds a request's token in its {@code Authorization} header, and nowhere else. Spring Security's
 * own does the same by a regular expression, a tenth of what the gateway does for a small call.
 *
 * <p>Source: RFC 6750, 2.1.
 */
final class BearerTokens implements BearerTokenResolver {
  private static final String SCHEME = "Bearer";
  private static final String MARKS = "-._~+/";

  /**
   * @throws OAuth2AuthenticationException if the header says Bearer and goes on with no token
   */
  @Override
  public @Nullable String resolve(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String rest = header.substring(SCHEME.length());
    if (!rest.startsWith(" ") || !isToken(rest, 1)) {
      throw new OAuth2AuthenticationException(
          BearerTokenErrors.invalidToken("Bearer token is malformed"));
    }
    return rest.substring(1);
  }

  private static boolean isToken(String text, int from) {
    int end = text.length();
    while (end > from && text.charAt(end - 1) == '=') {
      end--;
    }
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if ((c >= 128 || !Character.isLetterOrDigit(c)) && MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return end > from;
  }
}
