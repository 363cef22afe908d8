package org.p2f.kit.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses query parameters with U+0000, which Postgres cannot be asked for; paths Tomcat does. */
final class QueryFilter extends OncePerRequestFilter {
  private static final String NUL = "%00";

  private final Problems problems;

  QueryFilter(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String query = request.getQueryString();
    if (query == null || !query.contains(NUL)) {
      chain.doFilter(request, response);
      return;
    }
    List<InvalidField> fields =
        Arrays.stream(query.split("&"))
            .filter(parameter -> parameter.contains(NUL))
            .map(parameter -> parameter.split("=", 2)[0])
            .map(name -> new InvalidField(name, "must be text without U+0000"))
            .toList();
    problems.write(Refusal.ofFields(fields), request, response);
  }
}
