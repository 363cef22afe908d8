package org.p2f.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request one id, its caller's or a new one, which answers, services and logs carry.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class CorrelationFilter extends OncePerRequestFilter {

  static final String HEADER = "X-Correlation-Id";
  private static final String ATTRIBUTE = CorrelationFilter.class.getName();
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  static String idOf(HttpServletRequest request) {
    var id = (String) request.getAttribute(ATTRIBUTE);
    if (id == null) {
      id = accepted(request.getHeader(HEADER));
      request.setAttribute(ATTRIBUTE, id);
    }
    return id;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var id = idOf(request);
    response.setHeader(HEADER, id);
    try (var _ = MDC.putCloseable("correlationId", id)) {
      chain.doFilter(request, response);
    }
  }

  private static String accepted(@Nullable String given) {
    return given != null && ACCEPTED.matcher(given).matches()
        ? given
        : UUID.randomUUID().toString();
  }
}
