package org.p2f.kit.openapi;

import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/**
 * Gives JSON bodies of requests an example: the resource {@code /examples/OPERATION.json}. It is a
 * file of its own so that a test can send it.
 */
final class RequestExamples implements GlobalOpenApiCustomizer {

  @Override
  public void customise(OpenAPI document) {
    Stream.ofNullable(document.getPaths())
        .flatMap(paths -> paths.values().stream())
        .flatMap(path -> path.readOperations().stream())
        .filter(operation -> operation.getRequestBody() != null)
        .forEach(RequestExamples::addTo);
  }

  private static void addTo(Operation operation) {
    String name = "/examples/%s.json".formatted(operation.getOperationId());
    try (InputStream example = RequestExamples.class.getResourceAsStream(name)) {
      if (example == null) {
        return;
      }
      var value = Json.mapper().readTree(example);
      Stream.ofNullable(operation.getRequestBody().getContent())
          .flatMap(content -> content.entrySet().stream())
          .filter(media -> media.getKey().endsWith("json"))
          .forEach(media -> media.getValue().setExample(value));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(name, unreadable);
    }
  }
}
