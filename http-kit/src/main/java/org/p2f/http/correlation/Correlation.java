package org.p2f.http.correlation;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that names one request in answers and logs: the caller's if he sent a decent one. */
public final class Correlation {
  public static final String HEADER = "X-Correlation-Id";
  static final String LOG_KEY = "correlationId";

  private static final String ATTRIBUTE = Correlation.class.getName();
  private static final Pattern DECENT = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private Correlation() {}

  /** The id of that request, the same at every call. */
  public static String of(HttpServletRequest request) {
    return of(request, request.getHeader(HEADER));
  }

  /**
   * For requests that only the container has seen.
   *
   * @param sent the request's header of that name
   */
  public static String of(ServletRequest request, @Nullable String sent) {
    if (request.getAttribute(ATTRIBUTE) instanceof String known) {
      return known;
    }
    String id =
        sent != null && DECENT.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }
}
