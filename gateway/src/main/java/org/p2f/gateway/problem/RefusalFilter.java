package org.p2f.gateway.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns a {@link Refused}, and a token that cannot be checked, into a problem. Anything else, and
 * everything after the first byte of the answer, goes to the container: it answers 500 or cuts the
 * connection, so nobody takes half a body for a whole one.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class RefusalFilter extends OncePerRequestFilter {

  private static final Logger log = LoggerFactory.getLogger(RefusalFilter.class);

  private final ProblemWriter problems;

  RefusalFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (Refused refused) {
      answer(refused, request, response);
    } catch (AuthenticationServiceException | JwtDecoderInitializationException unchecked) {
      log.warn("The issuer's keys cannot be had", unchecked);
      answer(new Refused(new Refusal.IssuerUnavailable()), request, response);
    } catch (ServletException wrapped) {
      if (!(wrapped.getCause() instanceof Refused refused)) {
        throw wrapped;
      }
      answer(refused, request, response);
    }
  }

  private void answer(Refused refused, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      throw refused;
    }
    var problem = Problem.of(refused.refusal());
    if (problem.status().is5xxServerError()) {
      log.warn("{} {}: {}", request.getMethod(), request.getRequestURI(), problem.detail());
    }
    response.reset(); // of what a broken answer had set
    problems.write(problem, request.getRequestURI(), request, response);
  }
}
