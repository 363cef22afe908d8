package org.p2f.kit.name;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2f.catalog.search.AmbiguousName;
import org.p2f.catalog.search.NamedKind;
import org.p2f.catalog.search.Names;
import org.p2f.kit.problem.Refused;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Lets paths name things in place of their ids. */
final class NamedPaths implements HandlerInterceptor {
  private static final String ID = "id";
  private static final Pattern ROOT = Pattern.compile("/v1/([a-z-]+)/\\{id}.*");

  private static final Map<String, NamedKind> KINDS =
      Map.ofEntries(
          Map.entry("uploads", NamedKind.UPLOAD),
          Map.entry("datasets", NamedKind.DATASET),
          Map.entry("models", NamedKind.MODEL),
          Map.entry("trajectories", NamedKind.TRAJECTORIES),
          Map.entry("evaluations", NamedKind.EVALUATION),
          Map.entry("analyses", NamedKind.ANALYSIS),
          Map.entry("training-runs", NamedKind.TRAINING_RUN),
          Map.entry("training-sweeps", NamedKind.TRAINING_SWEEP),
          Map.entry("sampling-runs", NamedKind.SAMPLING_RUN),
          Map.entry("likelihoods", NamedKind.LIKELIHOODS),
          Map.entry("sample-evaluations", NamedKind.SAMPLE_EVALUATION),
          Map.entry("semi-supervised-runs", NamedKind.SEMI_SUPERVISED_RUN),
          Map.entry("studies", NamedKind.STUDY));

  private final Names names;

  NamedPaths(Names names) {
    this.names = names;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    Matcher root = ROOT.matcher(String.valueOf(pattern));
    if (root.matches()
        && KINDS.containsKey(root.group(1))
        && request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables
        && variables.get(ID) instanceof String name) {
      try {
        names
            .idOf(KINDS.get(root.group(1)), name)
            .ifPresent(
                id -> {
                  var resolved = new HashMap<Object, Object>(variables);
                  resolved.put(ID, id);
                  request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, resolved);
                });
      } catch (AmbiguousName e) {
        throw Refused.conflict("ambiguous-name", String.valueOf(e.getMessage()));
      }
    }
    return true;
  }
}
