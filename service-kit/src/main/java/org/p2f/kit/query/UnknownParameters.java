package org.p2f.kit.query;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.p2f.kit.problem.InvalidField;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartRequest;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.WebUtils;

/**
 * Refuses query parameters and fields of forms that the controller method does not declare, by
 * name: a misspelt one would else be ignored, and its sender told of a success that is none.
 */
final class UnknownParameters implements HandlerInterceptor {
  private static final String OURS = "org.p2f.";

  private final Map<HandlerMethod, Set<String>> known = new ConcurrentHashMap<>();

  /**
   * @throws Refused naming every parameter that is not known, and those that are
   */
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getDispatcherType() == DispatcherType.REQUEST // not the way to an error page
        && handler instanceof HandlerMethod method
        && method.getBeanType().getName().startsWith(OURS)) {
      Set<String> unknown = sent(request);
      if (!unknown.isEmpty()) {
        Set<String> declared = known.computeIfAbsent(method, KnownParameters::of);
        unknown.removeAll(declared);
        refuse(unknown, declared);
      }
    }
    return true;
  }

  private static Set<String> sent(HttpServletRequest request) {
    Set<String> names = new TreeSet<>();
    String query = request.getQueryString();
    if (query != null) {
      for (String parameter : query.split("&")) {
        String name = parameter.split("=", 2)[0];
        if (!parameter.isEmpty()) {
          names.add(decoded(name));
        }
      }
    }
    MultipartRequest form = WebUtils.getNativeRequest(request, MultipartRequest.class);
    if (form != null) {
      names.addAll(form.getMultiFileMap().keySet());
      names.addAll(request.getParameterMap().keySet());
    }
    return names;
  }

  /** What is not percent-encoded UTF-8 is no name that is known, so stands for itself. */
  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return name;
    }
  }

  private static void refuse(Set<String> unknown, Set<String> known) {
    if (unknown.isEmpty()) {
      return;
    }
    String rest = known.isEmpty() ? "none is known here" : "known are " + String.join(", ", known);
    List<InvalidField> fields =
        unknown.stream().map(name -> new InvalidField(name, "unknown parameter; " + rest)).toList();
    throw new Refused(
        new Refusal(
            "unknown-parameter",
            400,
            "%s: unknown parameter; %s".formatted(String.join(", ", unknown), rest),
            fields,
            Map.of()));
  }
}
