package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people write on runs. */
class LabelsTest extends ServiceTest {
  private String run;

  @BeforeEach
  void start() {
    Answer answer =
        api()
            .post(
                "/v1/training-runs",
                Map.of(
                    "name", "written on",
                    "preset", "tiny",
                    "objective", "vdrl",
                    "datasetId", syntheticDataset(100),
                    "steps", 1_000_000));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().path("tags").isEmpty()).isTrue();
    assertThat(answer.json().path("notes").asString()).isEmpty();
    run = "/v1/training-runs/" + answer.json().path("id").asString();
  }

  @AfterEach
  void stop() {
    api().post(run + "/cancel", Map.of());
  }

  @Test
  void tagsAndNotesAreWrittenEachInThePlaceOfWhatWasThere() {
    Answer written =
        label(Map.of("tags", List.of(" baseline ", "paper", "baseline"), "notes", "It learns."));
    assertThat(written.status()).as(written.text()).isEqualTo(200);
    assertThat(written.json().path("tags").toString()).isEqualTo("[\"baseline\",\"paper\"]");
    assertThat(label(Map.of("tags", List.of("second"))).json().path("notes").asString())
        .isEqualTo("It learns.");
    JsonNode shown = api().get(run).json();
    assertThat(shown.path("tags").toString()).isEqualTo("[\"second\"]");
    assertThat(shown.path("notes").asString()).isEqualTo("It learns.");
    JsonNode listed = api().get("/v1/training-runs?limit=1").json().path("items").path(0);
    assertThat(listed.path("tags")).isEqualTo(shown.path("tags"));
    assertThat(label(Map.of("tags", List.of(), "notes", "")).json().path("tags").isEmpty())
        .isTrue();
  }

  @Test
  void impossibleLabelsAreRefusedNamingTheField() {
    assertThat(label(Map.of("tags", List.of("good", " "))).error("tags[1]")).isNotEmpty();
    assertThat(label(Map.of("tags", List.of("x".repeat(61)))).error("tags[0]")).isNotEmpty();
    assertThat(label(Map.of("notes", "x".repeat(10_001))).error("notes")).isNotEmpty();
    assertThat(label(Map.of("color", "red")).status()).isEqualTo(422);
    assertThat(api().get(run).json().path("tags").isEmpty()).isTrue();
  }

  @Test
  void whoMayOnlyReadWritesNothing() {
    Answer answer = send(Api.at(port).with(TOKENS.token("read")), run, Map.of("notes", "mine"));
    assertThat(answer.status()).isEqualTo(403);
    Answer unknown = send(api(), "/v1/training-runs/trn-none", Map.of("notes", "mine"));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.problem()).isEqualTo("unknown-training-run");
  }

  private Answer label(Map<String, ?> label) {
    return send(api(), run, label);
  }

  private static Answer send(Api api, String path, Map<String, ?> label) {
    return api.send(
        "PATCH",
        path,
        BodyPublishers.ofString(new JsonMapper().writeValueAsString(label)),
        "Content-Type",
        "application/json");
  }
}
