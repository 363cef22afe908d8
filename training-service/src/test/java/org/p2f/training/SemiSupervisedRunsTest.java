package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

/** Semi-supervised runs over HTTP. */
class SemiSupervisedRunsTest extends ServiceTest {
  private static final String RUNS = "/v1/semi-supervised-runs";
  private static final int IMAGES = 40;

  /** Short, and of so few images that fewer neighbours are there. */
  private static final Map<String, Object> SHORT =
      Map.of(
          "batchSize",
          8,
          "supervisedSteps",
          2,
          "rounds",
          2,
          "stepsPerRound",
          3,
          "pseudoLabels",
          Map.of("propagation", Map.of("neighbours", 5)));

  private JsonNode run(Map<String, ?> request) {
    JsonNode job = finished(RUNS, request);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return api().get(RUNS + "/" + job.path("id").asString()).json();
  }

  private String trained(String dataset) {
    var request =
        Map.of(
            "datasetId",
            dataset,
            "preset",
            "tiny",
            "objective",
            "vdrl",
            "steps",
            1,
            "batchSize",
            8);
    return finished("/v1/training-runs", request).at("/artifacts/0").asString();
  }

  @Test
  void roundsAreToldWithTheirControlAndTheClassifierIsKept() {
    String dataset = syntheticDataset(IMAGES);
    JsonNode run =
        run(
            Map.of(
                "datasetId",
                dataset,
                "factor",
                "shape",
                "labelsPerClass",
                2,
                "backbone",
                Map.of("width", 16),
                "training",
                SHORT));
    assertThat(run.path("name").asString()).isEqualTo("shape from 2 labels of each class");
    assertThat(run.at("/plan/backbone/depth").asInt()).isEqualTo(10);
    assertThat(run.at("/plan/training/labelledInBatch").asInt()).isEqualTo(1);
    assertThat(run.at("/plan/training/pseudoLabels/propagation/edges").asString())
        .isEqualTo("cosine");
    JsonNode result = run.path("result");
    assertThat(result.path("labels").asInt()).isEqualTo(10);
    assertThat(result.path("unlabelled").asInt()).isEqualTo(IMAGES - 10);
    JsonNode rounds = result.path("rounds");
    assertThat(rounds.size()).isEqualTo(3);
    assertThat(rounds.path(0).path("learner")).isEqualTo(rounds.path(0).path("control"));
    assertThat(rounds.path(0).path("pseudoLabels").isMissingNode()).isTrue();
    for (int round = 0; round < 3; round++) {
      assertThat(rounds.path(round).path("steps").asInt()).isEqualTo(2 + 3 * round);
    }
    assertThat(rounds.path(1).at("/pseudoLabels/accuracy").asDouble()).isBetween(0., 1.);

    String files = "/v1/artifacts/%s/files/".formatted(run.path("classifierId").asString());
    List<String> labels = api().get(files + "pseudo-labels.csv").text().lines().toList();
    assertThat(labels).hasSize(1 + IMAGES).startsWith("image,label,certainty,known");
    assertThat(labels.stream().filter(line -> line.endsWith(",true"))).hasSize(10);
    List<String> table = api().get(files + "rounds.csv").text().lines().toList();
    assertThat(table).hasSize(4);
    assertThat(table).allMatch(line -> line.split(",", -1).length == 13);
    assertThat(api().get(files + "classifier.safetensors").status()).isEqualTo(200);

    String path = RUNS + "/" + run.path("id").asString();
    assertThat(api().get(RUNS).text()).contains(run.path("id").asString());
    assertThat(api().post(path + "/cancel", "").problem()).isEqualTo("already-finished");
    assertThat(api().delete(path).status()).isEqualTo(204);
    assertThat(api().get(path).problem()).isEqualTo("unknown-semi-supervised-run");
    assertThat(api().get(files + "rounds.csv").status()).isEqualTo(404);
  }

  @Test
  void aRunGoesOnFromAModelsEncoder() {
    String dataset = syntheticDataset(IMAGES);
    String model = trained(dataset);
    JsonNode run =
        run(
            Map.of(
                "datasetId",
                dataset,
                "factor",
                "background",
                "labelsPerClass",
                1,
                "backbone",
                Map.of("modelId", model),
                "training",
                SHORT));
    assertThat(run.at("/plan/backbone/t").asDouble()).isEqualTo(.5);
    assertThat(run.at("/plan/backbone/weights").asString()).isEqualTo("ema");
    String classifier = run.path("classifierId").asString();
    assertThat(api().get("/v1/lineage/" + classifier).json().path("ancestors").toString())
        .contains(model)
        .contains(dataset);
    assertThat(api().delete("/v1/models/" + model).problem()).isEqualTo("still-needed");
  }

  @Test
  void whatIsWrongIsNamedByField() {
    String dataset = syntheticDataset(IMAGES);
    Answer answer =
        api()
            .post(
                RUNS,
                Map.of(
                    "datasetId",
                    dataset,
                    "factor",
                    "shape",
                    "labelsPerClass",
                    8,
                    "backbone",
                    Map.of("depth", 12, "width", 30, "t", .5),
                    "training",
                    Map.of("batchSize", 8, "labelledInBatch", 8)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().path("errors").valueStream().map(e -> e.path("field").asString()))
        .containsExactlyInAnyOrder(
            "labelsPerClass",
            "training.pseudoLabels.propagation.neighbours",
            "training.labelledInBatch",
            "backbone.t",
            "backbone.modelId",
            "backbone.depth",
            "backbone.width");
    Answer unknown =
        api()
            .post(
                RUNS,
                Map.of(
                    "datasetId",
                    "ds-0",
                    "factor",
                    "shape",
                    "labelsPerClass",
                    1,
                    "backbone",
                    Map.of("modelId", "mdl-0", "depth", 10)));
    assertThat(unknown.json().path("errors").valueStream().map(e -> e.path("field").asString()))
        .containsExactlyInAnyOrder(
            "datasetId", "backbone.modelId", "backbone.modelId", "backbone.depth");
    assertThat(
            api()
                .post(RUNS, Map.of("datasetId", dataset, "factor", "colour", "labelsPerClass", 1))
                .text())
        .contains("must be one of the data set's: background, foreground, location, shape");
  }
}
