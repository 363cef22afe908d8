package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tests of training runs ask for, on one small data set. */
abstract class TrainingTest extends ServiceTest {
  static final int STEPS = 6;

  static String dataset = "";

  /** Another class may have another database. */
  @BeforeAll
  static void forgetDataset() {
    dataset = "";
  }

  @BeforeEach
  void drawDataset() {
    if (dataset.isEmpty()) {
      dataset = syntheticDataset(60);
    }
  }

  /**
   * @param overrides by the paths of their fields
   */
  Map<String, Object> request(Map<String, ?> overrides) {
    Map<String, Object> request = new HashMap<>();
    request.put("datasetId", dataset);
    request.put("preset", "tiny");
    request.put("objective", "drl");
    request.put("steps", STEPS);
    request.put("batchSize", 8);
    request.putAll(Nested.of(overrides));
    return request;
  }

  String submit(Map<String, ?> overrides) {
    Answer answer = api().post("/v1/training-runs", request(overrides));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().path("id").asString();
  }

  String trained(Map<String, ?> overrides) {
    String id = submit(overrides);
    JsonNode job = ended(id);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return id;
  }

  JsonNode checkpoints(String runId) {
    return api().get("/v1/training-runs/%s/checkpoints".formatted(runId)).json().path("items");
  }

  Answer clone(String runId, Map<String, ?> patch) {
    return api()
        .send(
            "POST",
            "/v1/training-runs/%s/clone".formatted(runId),
            BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(Nested.of(patch))),
            "Content-Type",
            "application/merge-patch+json");
  }

  String cloned(String runId, Map<String, ?> patch) {
    Answer answer = clone(runId, patch);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String id = answer.json().path("id").asString();
    JsonNode job = ended(id);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return id;
  }

  JsonNode clonedPlan(String runId, Map<String, ?> patch) {
    return api().get("/v1/training-runs/" + cloned(runId, patch)).json().path("plan");
  }

  String modelOf(String runId) {
    return api().get("/v1/training-runs/" + runId).json().path("modelId").asString();
  }

  JsonNode metrics(String runId, int points) {
    return api()
        .get("/v1/training-runs/%s/metrics?points=%d".formatted(runId, points))
        .json()
        .path("points");
  }

  /** SHA-256 of each file of a model. */
  Map<String, String> filesOf(String modelId) {
    Map<String, String> digests = new HashMap<>();
    for (JsonNode file : api().get("/v1/artifacts/" + modelId).json().path("files")) {
      digests.put(file.path("name").asString(), file.path("sha256").asString());
    }
    return digests;
  }
}
