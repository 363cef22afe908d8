package org.p2f.kit.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.kit.problem.Problems;
import org.p2f.kit.problem.Refused;
import org.p2f.kit.security.Scopes;
import org.p2f.kit.security.TokenSubject;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers each request in the name of its caller; behind the filters that check its token. */
final class CallerFilter extends OncePerRequestFilter {
  private final Problems problems;

  CallerFilter(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Caller caller;
    try {
      caller = caller(request);
    } catch (Refused e) {
      problems.write(e.refusal(), request, response);
      return;
    }
    request.setAttribute(AuditFilter.CALLER, caller);
    if (caller == null) {
      chain.doFilter(request, response);
      return;
    }
    try {
      Callers.<@Nullable Void, Exception>as(
          caller,
          () -> {
            chain.doFilter(request, response);
            return null;
          });
    } catch (ServletException | IOException | RuntimeException e) {
      throw e;
    } catch (Exception impossible) {
      throw new ServletException(impossible);
    }
  }

  private static @Nullable Caller caller(HttpServletRequest request) {
    if (!(SecurityContextHolder.getContext().getAuthentication()
        instanceof JwtAuthenticationToken token)) {
      return null;
    }
    TokenSubject.note(request, token);
    return TokenCaller.of(
        token.getToken(),
        Scopes.of(token),
        request.getHeader(TokenCaller.PROJECT_HEADER),
        request.getHeader(TokenCaller.ACTING_HEADER));
  }

  /** Answers that are written later, by a second dispatch, are the caller's too. */
  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }
}
