package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

class TrainingSweepsTest extends ServiceTest {

  private static Map<String, Object> run(String dataset, int steps) {
    return TinyRun.of(dataset, steps);
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
  void sameKeyLeadsToTheSameSweepAndNeverToAnother() {
    String dataset = syntheticDataset(60);
    Map<String, Object> request = Map.of("run", run(dataset, 1), "seeds", List.of(1, 2));
    Answer first = keyed("/v1/training-sweeps", request, "s-1");
    assertThat(first.status()).as(first.text()).isEqualTo(202);
    String newest = api().get("/v1/training-runs?limit=1").json().path("nextCursor").asString();
    Answer again = keyed("/v1/training-sweeps", request, "s-1");
    assertThat(again.status()).as(again.text()).isEqualTo(202);
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(idsOf(again.json().path("runs"))).isEqualTo(idsOf(first.json().path("runs")));
    assertThat(api().get("/v1/training-runs?limit=1").json().path("nextCursor").asString())
        .isEqualTo(newest);
    for (Map<String, Object> other :
        List.<Map<String, Object>>of(
            Map.of("run", run(dataset, 1), "seeds", List.of(1, 3)),
            Map.of("name", "other", "run", run(dataset, 1), "seeds", List.of(1, 2)))) {
      Answer reused = keyed("/v1/training-sweeps", other, "s-1");
      assertThat(reused.status()).as(reused.text()).isEqualTo(422);
      assertThat(reused.problem()).isEqualTo("idempotency-key-reused");
    }
    Map<String, Object> firstRun = new HashMap<>(run(dataset, 1));
    firstRun.put("seed", 1);
    firstRun.put("name", "tiny, seed 1");
    assertThat(keyed("/v1/training-runs", firstRun, "s-1").problem())
        .isEqualTo("idempotency-key-reused");
    assertThat(keyed("/v1/training-sweeps", request, "s-2").header("Location"))
        .isNotEqualTo(first.header("Location"));
    assertThat(keyed("/v1/training-sweeps", request, " ").error("Idempotency-Key")).isNotEmpty();
  }

  private Answer keyed(String path, Map<String, ?> request, String key) {
    return api().post(path, request, "Idempotency-Key", key);
  }

  private static List<String> idsOf(JsonNode runs) {
    return runs.valueStream().map(run -> run.path("id").asString()).toList();
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
                Map.of(
                    "run", run(dataset, 1), "seeds", List.of(1), "latentSizes", List.of(4, 300)));
    assertThat(wide.status()).isEqualTo(422);
    assertThat(wide.error("latentSizes[1]")).isEqualTo("must be 1 to 256");
    assertThat(api().get("/v1/training-runs?limit=1").text()).isEqualTo(before);
    assertThat(api().get("/v1/training-sweeps/swp-none").problem())
        .isEqualTo("unknown-training-sweep");
  }
}
