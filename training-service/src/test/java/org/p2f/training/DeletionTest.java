package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import tools.jackson.databind.JsonNode;

/** Deleting, restoring and erasing over HTTP. */
class DeletionTest extends ServiceTest {

  /** What they end is gone for good, and nothing hangs on it. */
  private static final Set<String> AT_ONCE =
      Set.of("/v1/deletions/{id}", "/v1/resumable-uploads/{id}", "/v1/webhooks/{id}");

  @Test
  void dataSetGoesWithAllThatNeedsItAndComesBackWithIt() {
    String dataset = syntheticDataset(60);
    JsonNode run = finished("/v1/training-runs", TinyRun.of(dataset, 1));
    String model = model(run);
    String samples = sampled(model, dataset);
    assertThat(put("/v1/models/%s/aliases/prod".formatted(model)).status()).isEqualTo(200);

    Answer needed = api().delete("/v1/datasets/" + dataset);
    assertThat(needed.status()).as(needed.text()).isEqualTo(409);
    assertThat(needed.problem()).isEqualTo("still-needed");
    assertThat(ids(needed.json().path("dependants"))).contains(model);
    Answer model409 = api().delete("/v1/models/" + model);
    assertThat(model409.json().path("dependants").toString())
        .contains("\"kind\":\"sampling-run\",\"id\":\"" + samples)
        .contains("\"kind\":\"alias\",\"id\":\"prod\"");

    assertThat(api().delete("/v1/datasets/%s?cascade=true".formatted(dataset)).status())
        .isEqualTo(204);
    assertThat(api().delete("/v1/datasets/" + dataset).status()).as("again").isEqualTo(204);
    for (String gone :
        List.of(
            "/v1/datasets/" + dataset,
            "/v1/models/" + model,
            "/v1/models/prod",
            "/v1/sampling-runs/" + samples,
            "/v1/artifacts/" + model,
            "/v1/models/%s/files/model.json".formatted(model),
            "/v1/jobs/" + samples)) {
      Answer answer = api().get(gone);
      assertThat(answer.status()).as(gone).isEqualTo(404);
      assertThat(answer.problem()).startsWith("unknown-");
      assertThat(answer.json().path("detail").asString())
          .as(gone)
          .contains("it was deleted at ")
          .contains("/restore");
    }
    assertThat(api().get("/v1/datasets").text()).doesNotContain(dataset);
    assertThat(api().get("/v1/models").text()).doesNotContain(model);
    assertThat(api().get("/v1/sampling-runs").text()).doesNotContain(samples);
    assertThat(api().get("/v1/training-runs/" + run.path("id").asString()).status())
        .as("the run is a record of its own")
        .isEqualTo(200);

    JsonNode deletion = api().get("/v1/deletions/" + model).json();
    assertThat(deletion.path("thingId").asString()).isEqualTo(dataset);
    assertThat(ids(deletion.path("things"))).contains(dataset, model, samples);
    assertThat(api().get("/v1/deletions").json().path("items").path(0)).isEqualTo(deletion);
    Answer restored = api().post("/v1/deletions/%s/restore".formatted(dataset), "");
    assertThat(restored.status()).as(restored.text()).isEqualTo(200);
    assertThat(api().get("/v1/models/prod").json().path("id").asString()).isEqualTo(model);
    assertThat(api().get("/v1/sampling-runs/" + samples).status()).isEqualTo(200);
    assertThat(api().post("/v1/deletions/%s/restore".formatted(dataset), "").problem())
        .isEqualTo("unknown-deletion");
  }

  @Test
  void uploadIsErasedAtOnceWhereThatIsAskedFor() {
    String upload = uploaded("labels.txt", "some text".getBytes(StandardCharsets.UTF_8));
    assertThat(api().delete("/v1/uploads/" + upload).status()).isEqualTo(204);
    assertThat(api().delete("/v1/deletions/" + upload).status()).isEqualTo(204);
    assertThat(api().get("/v1/uploads/" + upload).json().path("detail").asString())
        .contains("and erased at");
    Answer late = api().post("/v1/deletions/%s/restore".formatted(upload), "");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.problem()).isEqualTo("already-erased");
    assertThat(api().delete("/v1/uploads/" + upload).status()).isEqualTo(404);
  }

  @Test
  void trainingRunGoesWithItsCourseAndItsModelStays() {
    String dataset = syntheticDataset(60);
    JsonNode run = finished("/v1/training-runs", TinyRun.of(dataset, 1));
    String path = "/v1/training-runs/" + run.path("id").asString();
    assertThat(api().delete(path).status()).isEqualTo(204);
    assertThat(api().get(path + "/metrics").status()).isEqualTo(404);
    assertThat(api().get("/v1/training-runs").text()).doesNotContain(run.path("id").asString());
    assertThat(api().get("/v1/models/" + model(run)).status()).isEqualTo(200);
    assertThat(api().delete("/v1/deletions/" + run.path("id").asString()).status()).isEqualTo(204);
    assertThat(api().get("/v1/models/" + model(run)).status()).isEqualTo(200);
    assertThat(api().get("/v1/lineage/" + model(run)).json().at("/ancestors/0/id").asString())
        .isEqualTo(dataset);
  }

  @Test
  void sweepGoesWithItsRunsAndComesBackWithThem() {
    String dataset = syntheticDataset(60);
    Map<String, ?> run =
        Map.of("datasetId", dataset, "preset", "tiny", "objective", "drl", "batchSize", 8);
    Map<String, ?> request =
        Map.of("run", with(run, "steps", 1), "seeds", List.of(1, 2, 3), "name", "seeds");
    String id = api().post("/v1/training-sweeps", request).json().path("id").asString();
    String path = "/v1/training-sweeps/" + id;
    JsonNode sweep =
        Waiting.until(
            "end of the sweep", () -> api().get(path).json(), s -> s.path("finished").asInt() == 3);
    List<String> runs = ids(sweep.path("runs"));
    String model = sweep.path("runs").path(2).path("modelId").asString();

    Answer needed = api().delete(path);
    assertThat(needed.status()).as(needed.text()).isEqualTo(409);
    assertThat(needed.problem()).isEqualTo("still-needed");
    assertThat(ids(needed.json().path("dependants"))).containsAll(runs);

    String erased = "/v1/training-runs/" + runs.get(1);
    assertThat(api().delete(erased).status()).as("a run does not need its sweep").isEqualTo(204);
    assertThat(api().delete("/v1/deletions/" + runs.get(1)).status()).isEqualTo(204);
    assertThat(ids(api().get(path).json().path("runs"))).containsExactly(runs.get(0), runs.get(2));

    assertThat(api().delete(path + "?cascade=true").status()).isEqualTo(204);
    Answer gone = api().get(path);
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.json().path("detail").asString()).contains("/restore");
    assertThat(api().get("/v1/training-sweeps").text()).doesNotContain(id);
    assertThat(api().get("/v1/training-runs/" + runs.get(2)).status()).isEqualTo(404);
    assertThat(api().get("/v1/models/" + model).status()).isEqualTo(200);

    assertThat(api().post("/v1/deletions/%s/restore".formatted(runs.get(2)), "").status())
        .isEqualTo(200);
    assertThat(ids(api().get(path).json().path("runs"))).containsExactly(runs.get(0), runs.get(2));
    assertThat(api().delete(path + "?cascade=true").status()).isEqualTo(204);
    assertThat(api().delete("/v1/deletions/" + id).status()).isEqualTo(204);
    assertThat(api().get(path).status()).isEqualTo(404);
  }

  @Test
  void sweepThatRunsIsNotDeleted() {
    Map<String, ?> run =
        Map.of(
            "datasetId",
            syntheticDataset(60),
            "preset",
            "tiny",
            "objective",
            "drl",
            "batchSize",
            8);
    Map<String, ?> request = Map.of("run", with(run, "steps", 1_000_000), "seeds", List.of(1));
    String path =
        "/v1/training-sweeps/"
            + api().post("/v1/training-sweeps", request).json().path("id").asString();
    Answer running = api().delete(path + "?cascade=true");
    assertThat(running.status()).as(running.text()).isEqualTo(409);
    assertThat(running.problem()).isEqualTo("jobs-running");
    assertThat(api().post(path + "/cancel", "").status()).isEqualTo(202);
  }

  private static Map<String, Object> with(Map<String, ?> some, String name, Object value) {
    Map<String, Object> all = new HashMap<>(some);
    all.put(name, value);
    return all;
  }

  @Test
  void usageTellsWhatTakesRoomAndWhatIsFree() {
    String upload = uploaded("large.bin", new byte[2 << 20]);
    JsonNode usage = api().get("/v1/usage").json();
    assertThat(usage.path("usedBytes").asLong()).isGreaterThanOrEqualTo(2 << 20);
    assertThat(usage.path("diskFreeBytes").asLong()).isPositive();
    assertThat(usage.path("jobsWait").asBoolean()).isFalse();
    List<Long> sizes =
        usage.path("largest").valueStream().map(item -> item.path("bytes").asLong()).toList();
    assertThat(sizes)
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(10)
        .isSortedAccordingTo(Comparator.reverseOrder());
    JsonNode uploads =
        usage
            .path("kinds")
            .valueStream()
            .filter(kind -> kind.path("kind").asString().equals("upload"))
            .findFirst()
            .orElseThrow();
    assertThat(uploads.path("freeBytes").asLong())
        .isEqualTo(uploads.path("bytes").asLong())
        .isGreaterThanOrEqualTo(2 << 20);
    assertThat(api().delete("/v1/uploads/" + upload).status()).isEqualTo(204);
    assertThat(api().get("/v1/usage").json().path("restorableBytes").asLong())
        .isGreaterThanOrEqualTo(2 << 20);
  }

  @Test
  void everyRouteThatDeletesRefusesWhatIsNotThereAndWhoMayOnlyRead() {
    JsonNode document = Api.at(port).get("/v3/api-docs").json();
    Set<String> routes = new TreeSet<>();
    document
        .path("paths")
        .propertyStream()
        .filter(path -> path.getValue().path("delete").path("operationId").isString())
        .filter(path -> !path.getKey().contains("alias"))
        .forEach(path -> routes.add(path.getKey()));
    assertThat(routes)
        .containsExactly(
            "/v1/artifacts/{id}",
            "/v1/datasets/{id}",
            "/v1/deletions/{id}",
            "/v1/jobs/{id}",
            "/v1/likelihoods/{id}",
            "/v1/models/{id}",
            "/v1/resumable-uploads/{id}",
            "/v1/sample-evaluations/{id}",
            "/v1/sampling-runs/{id}",
            "/v1/semi-supervised-runs/{id}",
            "/v1/training-runs/{id}",
            "/v1/training-sweeps/{id}",
            "/v1/uploads/{id}",
            "/v1/webhooks/{id}");
    for (String route : routes) {
      for (String id : List.of("none-01", "%27--", "%F0%9F%98%80")) {
        Answer answer = api().delete(route.replace("{id}", id));
        assertThat(answer.status()).as(route).isEqualTo(404);
        assertThat(answer.problem()).as(route).startsWith("unknown-");
      }
      assertThat(
              Api.at(port)
                  .with(TOKENS.token("read"))
                  .delete(route.replace("{id}", "none"))
                  .status())
          .as(route)
          .isEqualTo(403);
      if (!AT_ONCE.contains(route)) {
        assertThat(api().delete(route.replace("{id}", "none") + "?cascade=maybe").status())
            .as(route)
            .isEqualTo(422);
      }
    }
  }

  private String sampled(String model, String dataset) {
    JsonNode job =
        finished(
            "/v1/sampling-runs",
            Map.of(
                "modelId",
                model,
                "mode",
                "reconstruct",
                "datasetId",
                dataset,
                "sampler",
                Map.of("steps", 4),
                "n",
                1));
    return job.path("id").asString();
  }

  private static String model(JsonNode run) {
    for (JsonNode artifact : run.path("artifacts")) {
      if (artifact.asString().startsWith("mdl-")) {
        return artifact.asString();
      }
    }
    throw new AssertionError("No model in " + run);
  }

  private static List<String> ids(JsonNode things) {
    return things.valueStream().map(thing -> thing.path("id").asString()).toList();
  }

  private Answer put(String path) {
    return api().send("PUT", path, BodyPublishers.noBody());
  }
}
