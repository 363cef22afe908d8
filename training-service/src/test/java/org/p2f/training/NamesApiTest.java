package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

/** Names in place of ids. */
class NamesApiTest extends ServiceTest {
  private static final byte[] CONTENT = {1, 2, 3};

  @Test
  void pathTakesTheNameThatOneThingHas() {
    String id = uploaded("one%20of%20its%20kind.bin", CONTENT);
    assertThat(api().get("/v1/uploads/one%20of%20its%20kind.bin").json())
        .isEqualTo(api().get("/v1/uploads/" + id).json());
    assertThat(api().delete("/v1/uploads/one%20of%20its%20kind.bin").status()).isEqualTo(204);
    assertThat(api().get("/v1/uploads/" + id).status()).isEqualTo(404);
  }

  @Test
  void pathWithANameThatSeveralHaveIsAConflict() {
    uploaded("twins.bin", CONTENT);
    uploaded("twins.bin", CONTENT);
    Answer answer = api().get("/v1/uploads/twins.bin");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("ambiguous-name");
  }

  @Test
  void requestTakesNamesAndKeepsIds() {
    JsonNode made =
        finished(
            "/v1/datasets",
            Map.of(
                "name", "named shapes", "source", "synthetic", "trainLimit", 100, "testLimit", 20));
    String dataset = made.path("artifacts").path(0).asString();
    Answer run =
        api()
            .post(
                "/v1/training-runs",
                Map.of(
                    "name",
                    "of named shapes",
                    "objective",
                    "vdrl",
                    "preset",
                    "tiny",
                    "datasetId",
                    "named shapes",
                    "steps",
                    1_000_000));
    assertThat(run.status()).as(run.text()).isEqualTo(202);
    assertThat(
            api()
                .get("/v1/training-runs/of%20named%20shapes/request")
                .json()
                .path("datasetId")
                .asString())
        .isEqualTo(dataset);
    assertThat(api().post("/v1/training-runs/of%20named%20shapes/cancel", Map.of()).status())
        .isLessThan(300);
    assertThat(api().get("/v1/datasets/named%20shapes/images/0").status()).isEqualTo(200);
  }

  @Test
  void fieldWithANameThatSeveralHaveIsNamed() {
    uploaded("pair.zip", CONTENT);
    uploaded("pair.zip", CONTENT);
    Answer answer =
        api()
            .post(
                "/v1/datasets/preview",
                Map.of("name", "x", "source", "image-folder", "uploadIds", List.of("pair.zip")));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("uploadIds[0]")).contains("the name of 2 things of the kind upload");
    Answer none =
        api()
            .post(
                "/v1/datasets/preview",
                Map.of("name", "x", "source", "image-folder", "uploadIds", List.of("no such")));
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.error("uploadIds[0]")).isNotEmpty();
  }
}
