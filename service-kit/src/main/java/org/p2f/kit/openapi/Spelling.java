package org.p2f.kit.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/** Repairs what is said of parameters and answers: it must be what is taken and what comes. */
final class Spelling implements GlobalOperationCustomizer {
  private static final Set<String> WITHOUT_BODY = Set.of("204", "304");

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    Stream.ofNullable(operation.getParameters())
        .flatMap(parameters -> parameters.stream())
        .map(Parameter::getSchema)
        .forEach(Spelling::spellDefault);
    operation
        .getResponses()
        .forEach(
            (status, response) -> {
              if (WITHOUT_BODY.contains(status)) {
                response.setContent(null);
              }
            });
    return operation;
  }

  /** The default of an enum is its constant's name; it must be one of the values. */
  private static void spellDefault(Schema<?> schema) {
    if (schema != null && schema.getEnum() != null && schema.getDefault() != null) {
      String kebab = schema.getDefault().toString().toLowerCase(Locale.ROOT).replace('_', '-');
      schema.setDefault(kebab);
    }
  }
}
