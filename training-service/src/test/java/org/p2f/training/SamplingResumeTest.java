package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.training.RestartedService.dataset;
import static org.p2f.training.RestartedService.digestsOf;
import static org.p2f.training.RestartedService.files;
import static org.p2f.training.RestartedService.submit;
import static org.p2f.training.RestartedService.succeeded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.PostgresFixture.Database;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;

/** A sampling run whose process is killed, and what another process makes of it. */
class SamplingResumeTest {
  private static final String PATH = "/v1/sampling-runs";

  @TempDir Path home;
  private final Tokens tokens = Tokens.create();
  private final Database database = PostgresFixture.newDatabase();

  @Test
  void killedRunEndsWithTheSamplesOfOneNeverStopped() {
    Map<String, Object> request = new HashMap<>();
    String killed;
    List<String> left;
    try (var first = start("first")) {
      request.putAll(request(first.api()));
      killed = submit(first.api(), PATH, request);
      Waiting.until("two batches", () -> batches(killed), there -> there.size() >= 2);
      first.kill();
      left = batches(killed);
    }
    assertThat(left).as("batches that the dead process left").hasSizeBetween(2, 7);
    try (var second = start("second")) {
      Api api = second.api();
      assertThat(succeeded(api, killed).path("attempt").asInt()).isEqualTo(2);
      String whole = submit(api, PATH, request);
      assertThat(succeeded(api, whole).path("attempt").asInt()).isEqualTo(1);
      assertThat(samplesOf(api, killed)).isEqualTo(samplesOf(api, whole)).hasSize(3);
    }
  }

  private ServiceProcess start(String name) {
    return ServiceProcess.start(name, home, database, tokens);
  }

  /** Eight batches of a model of two steps. */
  private static Map<String, ?> request(Api api) {
    String dataset = dataset(api);
    Map<String, ?> training = TinyRun.of(dataset, 2);
    String model =
        succeeded(api, submit(api, "/v1/training-runs", training))
            .path("artifacts")
            .path(0)
            .asString();
    return Map.of(
        "modelId",
        model,
        "mode",
        "reconstruct",
        "datasetId",
        dataset,
        "n",
        8,
        "variations",
        2,
        "batchSize",
        2,
        "sampler",
        Map.of("steps", 60),
        "seed",
        9);
  }

  private List<String> batches(String jobId) {
    return files(home.resolve("work").resolve(jobId), "batch-\\d+");
  }

  private static Map<String, String> samplesOf(Api api, String jobId) {
    return digestsOf(api, api.get(PATH + "/" + jobId).json().path("samplesId").asString());
  }
}
