package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest extends SampleTest {

  private JsonNode document() {
    return anonymous().get("/v3/api-docs").json();
  }

  private JsonNode schema(String name) {
    return document().path("components").path("schemas").path(name);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asString()));
    return texts;
  }

  @Test
  void isTheSameEveryTimeAndNamesNoMachine() {
    String first = anonymous().get("/v3/api-docs").text();
    assertThat(first).isEqualTo(anonymous().get("/v3/api-docs").text());
    assertThat(first).doesNotContain("127.0.0.1").doesNotContain("localhost");
  }

  @Test
  void everyOperationHasItsOwnIdASummaryAndProblems() {
    List<String> ids = new ArrayList<>();
    for (JsonNode path : document().path("paths")) {
      for (JsonNode operation : path) {
        ids.add(operation.path("operationId").asString());
        assertThat(operation.path("summary").asString("")).isNotEmpty();
        for (String range : List.of("4XX", "5XX")) {
          assertThat(
                  operation
                      .at("/responses/" + range + "/content/application~1problem+json/schema/$ref")
                      .asString())
              .isEqualTo("#/components/schemas/Problem");
        }
      }
    }
    assertThat(ids)
        .doesNotHaveDuplicates()
        .contains(
            "listJobs",
            "getJob",
            "cancelJob",
            "streamJobEvents",
            "listArtifacts",
            "getArtifact",
            "downloadArtifactFile",
            "getLineage");
  }

  @Test
  void whatMayBeAbsentIsNotRequiredAndAllElseIs() {
    assertThat(texts(schema("JobView").path("required")))
        .contains("id", "state", "progress", "attempt", "artifacts", "plan")
        .doesNotContain("phase", "rate", "failure", "etaSeconds", "finishedAt");
    assertThat(texts(schema("ThingRequest").path("required")))
        .containsExactlyInAnyOrder("name", "count");
    assertThat(texts(schema("Problem").path("required")))
        .containsExactlyInAnyOrder("type", "title", "status", "detail", "correlationId");
  }

  @Test
  void enumsAreSpelledAsInJson() {
    assertThat(texts(schema("JobView").at("/properties/state/enum")))
        .containsExactly("queued", "running", "cancelling", "succeeded", "failed", "cancelled");
    assertThat(texts(schema("ThingView").at("/properties/colour/enum")))
        .containsExactly("light-blue", "red");
  }

  @Test
  void aDefaultOfAnEnumIsOneOfItsValues() {
    assertThat(
            document()
                .at("/paths/~1v1~1things~1picture/get/parameters/0/schema/default")
                .asString())
        .isEqualTo("light-blue");
  }

  @Test
  void anExampleIsFoundByTheOperationsName() {
    JsonNode body = document().at("/paths/~1v1~1things/post/requestBody/content");
    assertThat(body.at("/application~1json/example/name").asString()).isEqualTo("cup");
  }

  @Test
  void pagesHaveNamesAndParameters() {
    assertThat(schema("JobPage").at("/properties/items/items/$ref").asString())
        .isEqualTo("#/components/schemas/JobView");
    JsonNode parameters = document().at("/paths/~1v1~1things/get/parameters");
    List<String> names = new ArrayList<>();
    parameters.forEach(parameter -> names.add(parameter.path("name").asString()));
    assertThat(names).containsExactlyInAnyOrder("colour", "weight", "level", "limit", "cursor");
  }

  @Test
  void freeFormObjectsAreObjects() {
    JsonNode plan = schema("JobView").at("/properties/plan");
    assertThat(plan.path("type").asString()).isEqualTo("object");
    assertThat(plan.path("additionalProperties").asBoolean()).isTrue();
  }

  @Test
  void whatIsSaidOfPropertyStaysWithIt() {
    assertThat(schema("JobView").at("/properties/plan/description").asString())
        .isEqualTo("What was asked for, defaults filled in");
    assertThat(schema("InvalidField").has("description")).isFalse();
  }

  @Test
  void acceptedJobIs202() {
    JsonNode responses = document().at("/paths/~1v1~1things~1jobs/post/responses");
    assertThat(responses.at("/202/content/application~1json/schema/$ref").asString())
        .isEqualTo("#/components/schemas/JobView");
    assertThat(responses.has("200")).isFalse();
  }

  @Test
  void actuatorAndErrorPathAreNotPartOfIt() {
    document().path("paths").propertyNames().forEach(path -> assertThat(path).startsWith("/v1/"));
  }
}
