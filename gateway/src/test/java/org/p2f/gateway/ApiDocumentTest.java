package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.gateway.document.ApiDocument;
import org.p2f.gateway.problem.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiDocumentTest {

  private static final JsonMapper JSON = new JsonMapper();

  private static JsonNode document(String paths, String schemas) {
    return JSON.readTree(
        """
        {"openapi":"3.1.0","info":{"title":"one","version":"v1"},
         "servers":[{"url":"http://127.0.0.1:8081"}],
         "security":[{"bearer":[]}],
         "tags":[{"name":"jobs"}],
         "paths":%s,
         "components":{"schemas":%s,"securitySchemes":{"bearer":{"type":"http","scheme":"bearer"}}}}
        """
            .formatted(paths, schemas));
  }

  private static JsonNode merge(JsonNode training, JsonNode downstream) {
    return ApiDocument.merge(Map.of("training", training, "downstream", downstream));
  }

  @Test
  void pathsAndSchemasOfAllServicesAreInOneDocumentSorted() {
    var merged =
        merge(
            document("{\"/v1/uploads\":{\"get\":{\"operationId\":\"uploads\"}}}", "{\"B\":{}}"),
            document("{\"/v1/analyses\":{\"get\":{\"operationId\":\"analyses\"}}}", "{\"A\":{}}"));
    assertThat(merged.path("paths").propertyNames()).containsExactly("/v1/analyses", "/v1/uploads");
    assertThat(merged.at("/components/schemas").propertyNames()).containsExactly("A", "B");
    assertThat(merged.at("/components/securitySchemes").propertyNames()).containsExactly("bearer");
    assertThat(merged.at("/servers/0/url").asString()).isEqualTo("/");
    assertThat(merged.at("/security/0").has("bearer")).isTrue();
    assertThat(merged.path("tags").size()).isEqualTo(1);
    assertThat(merged.at("/info/title").asString()).isEqualTo("P2F");
    assertThat(merged.at("/info/version").asString()).isEqualTo("v1");
  }

  @Test
  void whatAllServicesDescribeAlikeAppearsOnce() {
    var shared = "{\"/v1/jobs\":{\"get\":{\"operationId\":\"jobs\"}}}";
    var merged =
        merge(
            document(shared, "{\"JobView\":{\"type\":\"object\",\"title\":\"x\"}}"),
            document(shared, "{\"JobView\":{\"title\":\"x\",\"type\":\"object\"}}"));
    assertThat(merged.path("paths").size()).isEqualTo(1);
    assertThat(merged.at("/components/schemas").size()).isEqualTo(1);
  }

  @Test
  void schemasOfOneNameAndTwoMeaningsAreAnError() {
    var one = document("{}", "{\"View\":{\"type\":\"object\"}}");
    var other = document("{}", "{\"View\":{\"type\":\"string\"}}");
    assertThatThrownBy(() -> merge(one, other))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("components.schemas.View")
        .hasMessageContaining("training")
        .hasMessageContaining("downstream");
  }

  @Test
  void pathsThatDifferAreAnError() {
    var one = document("{\"/v1/jobs\":{\"get\":{\"summary\":\"a\"}}}", "{}");
    var other = document("{\"/v1/jobs\":{\"get\":{\"summary\":\"b\"}}}", "{}");
    assertThatThrownBy(() -> merge(one, other)).hasMessageContaining("paths./v1/jobs");
  }

  @Test
  void oneOperationIdForTwoPlacesIsAnError() {
    var one = document("{\"/v1/uploads\":{\"get\":{\"operationId\":\"list\"}}}", "{}");
    var other = document("{\"/v1/analyses\":{\"get\":{\"operationId\":\"list\"}}}", "{}");
    assertThatThrownBy(() -> merge(one, other)).hasMessageContaining("operationId.list");
  }

  @Test
  void openToAllAndTheSameBytesEveryTime() throws Exception {
    try (var gateway = new RunningGateway(Map.of("p2f.gateway.anonymous.cached", "0s"))) {
      var training = document("{\"/v1/uploads\":{}}", "{}").toString();
      var others = document("{}", "{}").toString();
      gateway.training.answer(200, "application/json", training);
      gateway.representation.answer(200, "application/json", others);
      gateway.downstream.answer(200, "application/json", others);
      var first = gateway.send(gateway.anonymous("/v3/api-docs"));
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(RunningGateway.json(first).path("paths").has("/v1/uploads")).isTrue();
      assertThat(gateway.send(gateway.anonymous("/v3/api-docs")).body()).isEqualTo(first.body());
      gateway.downstream.close();
      ProblemAssert.assertProblem(
          gateway.send(gateway.anonymous("/v3/api-docs")), 502, "service-unavailable");
    }
  }
}
