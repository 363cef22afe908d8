package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2f.representation.test.ServiceTest;
import tools.jackson.databind.JsonNode;

class OpenApiTest extends ServiceTest {

  @Test
  void namesEveryOperationAndUsesNothingThatGeneratorsChokeOn() {
    String text = anyone().get("/v3/api-docs").text();
    JsonNode document = anyone().get("/v3/api-docs").json();
    List<String> operations = new ArrayList<>();
    for (JsonNode path : document.get("paths")) {
      for (JsonNode operation : path) {
        operations.add(operation.path("operationId").asString());
      }
    }
    assertThat(operations)
        .doesNotHaveDuplicates()
        .contains(
            "createEncodings",
            "createTrajectories",
            "listTrajectories",
            "getTrajectories",
            "sliceTrajectories",
            "getJob");
    assertThat(text).doesNotContain("oneOf").doesNotContain("\"*/*\"");
    JsonNode weights = document.at("/components/schemas/EncodingsRequest/properties/weights/enum");
    assertThat(weights.toString()).isEqualTo("[\"raw\",\"ema\"]");
    JsonNode encodings = document.at("/components/schemas/EncodingsRequest/required");
    assertThat(encodings.toString()).isEqualTo("[\"modelId\"]");
  }
}
