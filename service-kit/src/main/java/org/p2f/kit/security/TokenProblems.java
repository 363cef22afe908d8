package org.p2f.kit.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Problems;
import org.p2f.kit.problem.Refusal;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Answers requests whose token is missing, not believed, or not enough. */
final class TokenProblems implements AuthenticationEntryPoint, AccessDeniedHandler {
  private final Problems problems;
  private final BearerTokenAuthenticationEntryPoint challenge =
      new BearerTokenAuthenticationEntryPoint();
  private final BearerTokenAccessDeniedHandler denial = new BearerTokenAccessDeniedHandler();

  TokenProblems(Problems problems) {
    this.problems = problems;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    challenge.commence(request, response, failure); // sets status and WWW-Authenticate
    problems.write(refusal(failure, response.getStatus()), request, response);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException {
    denial.handle(request, response, denied); // sets status and WWW-Authenticate
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    if (caller != null) {
      TokenSubject.note(request, caller);
    }
    problems.write(
        new Refusal(
            "insufficient-scope",
            403,
            "This needs the scope %s; the token has %s"
                .formatted(String.join(" or ", Scopes.opening(request)), held())),
        request,
        response);
  }

  private static Refusal refusal(AuthenticationException failure, int status) {
    return failure instanceof OAuth2AuthenticationException invalid
        ? new Refusal("invalid-token", status, description(invalid))
        : new Refusal("missing-token", status, "Send 'Authorization: Bearer <token>'");
  }

  private static String description(OAuth2AuthenticationException invalid) {
    @Nullable String description = invalid.getError().getDescription();
    return description != null ? description : "The token is not valid";
  }

  private static String held() {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    Set<String> scopes = caller == null ? Set.of() : Scopes.of(caller);
    return scopes.isEmpty() ? "none" : String.join(", ", scopes);
  }
}
