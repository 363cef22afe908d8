package org.p2f.kit.body;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Problems;
import org.p2f.kit.problem.Refusal;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Decodes bodies sent with {@code Content-Encoding: gzip}, and refuses other codings. Decoded while
 * it is read, so the limits of each path hold for what comes out, and none of it is held.
 *
 * <p>Source: RFC 9110, 8.4 and 15.5.16.
 */
final class ContentCodingFilter extends OncePerRequestFilter {
  private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
  private static final String IDENTITY = "identity";
  private static final String DIGEST = "Content-Digest";

  private final Problems problems;

  ContentCodingFilter(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getHeader(HttpHeaders.CONTENT_ENCODING) == null) {
      chain.doFilter(request, response);
      return;
    }
    List<String> codings = codings(request);
    String refusal = codings.isEmpty() ? null : refusal(codings, request);
    if (refusal != null) {
      problems.write(
          new Refusal(
              "unsupported-content-encoding",
              415,
              refusal,
              List.of(),
              Map.of(HttpHeaders.ACCEPT_ENCODING, "gzip, identity")),
          request,
          response);
    } else {
      chain.doFilter(codings.isEmpty() ? request : new GunzippedRequest(request), response);
    }
  }

  /** In the order in which they were applied, without those that change nothing. */
  private static List<String> codings(HttpServletRequest request) {
    return Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
        .filter(coding -> !coding.isEmpty() && !coding.equals(IDENTITY))
        .collect(Collectors.toList());
  }

  private static @Nullable String refusal(List<String> codings, HttpServletRequest request) {
    String sent = "Content-Encoding " + String.join(", ", codings);
    if (codings.size() > 1 || !GZIP.contains(codings.getFirst())) {
      return sent + " is not taken; send gzip or none";
    } else if (isForm(request)) {
      return sent + " is not taken for forms; send them uncoded";
    } else if (request.getHeader(DIGEST) != null) {
      return sent + " is not taken with a %s, which is of the coded bytes".formatted(DIGEST);
    }
    return null;
  }

  private static boolean isForm(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null
        && (type.toLowerCase(Locale.ROOT).startsWith("multipart/")
            || type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded"));
  }
}
