package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

class TrainingSweepsTest extends ServiceTest {

  private static Map<String, Object> run(String dataset, int steps) {
    return Map.of(
        "datasetId", dataset, "preset", "tiny", "objective", "drl", "steps", steps, "batchSize", 8);
  }

  @Test
  void sweepIsARunForEachSeedAndSize() {
    String dataset = syntheticDataset(60);
    Answer started =
        api()
            .post(
                "/v1/training-sweeps",
                Map.of(
                    "name",
                    "widths",
                    "run",
                    run(dataset, 1),
                    "seeds",
                    List.of(1, 2),
                    "latentSizes",
                    List.of(2, 16)));
    assertThat(started.status()).as(started.text()).isEqualTo(202);
    String path = "/v1/training-sweeps/" + started.json().path("id").asString();
    assertThat(started.header("Location")).isEqualTo(path);
    JsonNode sweep =
        Waiting.until(
            "end of the sweep", () -> api().get(path).json(), s -> s.path("finished").asInt() == 4);
    JsonNode runs = sweep.path("runs");
    assertThat(runs.valueStream().map(run -> run.path("name").asString()))
        .containsExactly(
            "widths, size 2, seed 1",
            "widths, size 2, seed 2",
            "widths, size 16, seed 1",
            "widths, size 16, seed 2");
    List<Integer> latents =
        runs.valueStream()
            .map(run -> api().get("/v1/models/" + run.path("modelId").asString()).json())
            .map(model -> model.path("latentSize").asInt())
            .toList();
    assertThat(latents).containsExactly(2, 2, 16, 16);
    assertThat(runs.path(1).path("plan").path("seed").asInt()).isEqualTo(2);
    assertThat(api().get("/v1/training-sweeps?limit=1").json().path("items").path(0))
        .isEqualTo(sweep);
    assertThat(api().post(path + "/cancel", "").json()).isEqualTo(sweep);
  }

  @Test
  void sweepIsCancelledAsOne() {
    String dataset = syntheticDataset(60);
    Map<String, ?> request = Map.of("run", run(dataset, 1_000_000), "seeds", List.of(1, 2, 3));
    String path =
        "/v1/training-sweeps/"
            + api().post("/v1/training-sweeps", request).json().path("id").asString();
    assertThat(api().post(path + "/cancel", "").status()).isEqualTo(202);
    JsonNode sweep =
        Waiting.until(
            "end of the sweep", () -> api().get(path).json(), s -> s.path("finished").asInt() == 3);
    assertThat(sweep.path("runs").valueStream().map(r -> r.path("job").path("state").asString()))
        .containsOnly("cancelled");
    String first = api().get("/v1/training-sweeps?limit=1").json().path("nextCursor").asString();
    assertThat(api().get("/v1/training-sweeps?limit=1&cursor=" + first).status()).isEqualTo(200);
  }

  @Test
  void impossibleSweepStartsNothingAndNamesTheFields() {
    String dataset = syntheticDataset(60);
    String before = api().get("/v1/training-runs?limit=1").text();
    Answer twice =
        api()
            .post(
                "/v1/training-sweeps",
                Map.of("run", run(dataset, 1), "seeds", List.of(1, 1), "latentSizes", List.of()));
    assertThat(twice.error("seeds")).isEqualTo("must be distinct");
    assertThat(twice.error("latentSizes")).isEqualTo("must have at least one");
    Answer wide =
        api()
            .post(
                "/v1/training-sweeps",
                Map.of("run", run(dataset, 1), "seeds", List.of(1), "latentSizes", List.of(4, 5)));
    assertThat(wide.status()).isEqualTo(422);
    assertThat(wide.error("latentSize")).isEqualTo("must be a power of two from 2 to 256");
    assertThat(api().get("/v1/training-runs?limit=1").text()).isEqualTo(before);
    assertThat(api().get("/v1/training-sweeps/swp-none").problem())
        .isEqualTo("unknown-training-sweep");
  }
}
