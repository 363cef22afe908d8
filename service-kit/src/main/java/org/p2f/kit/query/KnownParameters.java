package org.p2f.kit.query;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.method.HandlerMethod;

/** The query parameters and form fields that a controller method declares. */
final class KnownParameters {
  private KnownParameters() {}

  static Set<String> of(HandlerMethod method) {
    Set<String> names = new TreeSet<>();
    Arrays.stream(method.getMethodParameters()).forEach(p -> names.addAll(names(p)));
    return names;
  }

  private static List<String> names(MethodParameter parameter) {
    RequestParam field = parameter.getParameterAnnotation(RequestParam.class);
    if (field != null) {
      return List.of(field.name().isEmpty() ? own(parameter) : field.name());
    }
    RequestPart part = parameter.getParameterAnnotation(RequestPart.class);
    if (part != null) {
      return List.of(part.name().isEmpty() ? own(parameter) : part.name());
    }
    ReadsParameters read =
        AnnotationUtils.findAnnotation(parameter.getParameterType(), ReadsParameters.class);
    return read == null ? List.of() : List.of(read.value());
  }

  private static String own(MethodParameter parameter) {
    return String.valueOf(parameter.getParameterName());
  }
}
