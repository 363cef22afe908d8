package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients that are generated from the document need of it. */
class ApiDocumentTest {
  private static JsonNode document = new ObjectMapper().nullNode();

  @BeforeAll
  static void read() throws IOException {
    document = new ObjectMapper().readTree(Path.of("../openapi/p2f.json").toFile());
  }

  /** They would send it as if the caller had said it. */
  @Test
  void noFieldOfBodiesDeclaresDefault() {
    assertThat(document.path("components").findParents("default")).isEmpty();
  }

  @Test
  void aDefaultOfAnEnumIsOneOfItsValues() {
    for (var parameter : document.path("paths").findValues("schema")) {
      if (parameter.has("enum") && parameter.has("default")) {
        assertThat(parameter.path("enum")).contains(parameter.path("default"));
      }
    }
  }

  /** A client is made of each tag, and those of TypeScript clash where an operation is in two. */
  @Test
  void everyOperationHasOneTag() {
    assertThat(operations()).allSatisfy(one -> assertThat(one.path("tags")).hasSize(1));
  }

  @Test
  void everyJsonBodyOfRequestsHasAnExample() {
    List<String> without = new ArrayList<>();
    for (var operation : operations()) {
      var json = operation.at("/requestBody/content/application~1json");
      if (!json.isMissingNode() && !json.has("example")) {
        without.add(operation.path("operationId").asText());
      }
    }
    assertThat(without).isEmpty();
  }

  @Test
  void everyMediaTypeIsThere() {
    assertThat(names(document.at("/paths/~1v1~1encodings/post/requestBody/content")))
        .containsExactlyInAnyOrder("application/json", "application/x-npy", "multipart/form-data");
    assertThat(names(document.at("/paths/~1v1~1encodings/post/responses/200/content")))
        .containsExactlyInAnyOrder(
            "application/json", "application/x-npy", "application/octet-stream");
    assertThat(names(document.at("/paths/~1v1~1uploads/post/requestBody/content")))
        .containsExactlyInAnyOrder("application/octet-stream", "multipart/form-data");
    assertThat(names(document.at("/paths/~1v2~1models~1{id}~1infer/post/requestBody/content")))
        .containsExactlyInAnyOrder("application/json", "application/octet-stream");
  }

  private static List<JsonNode> operations() {
    List<JsonNode> operations = new ArrayList<>();
    document.path("paths").forEach(path -> path.forEach(operations::add));
    return operations;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
