package org.p2f.kit.security;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** The subject of a request's token, for filters around those that check it. */
public final class TokenSubject {
  private static final String ATTRIBUTE = TokenSubject.class.getName();

  private TokenSubject() {}

  /** Notes whose token holds, whatever it allows. */
  public static void note(HttpServletRequest request, Authentication caller) {
    request.setAttribute(ATTRIBUTE, caller.getName());
  }

  /** Whose token it was; null if none held. */
  public static @Nullable String of(HttpServletRequest request) {
    return (String) request.getAttribute(ATTRIBUTE);
  }
}
