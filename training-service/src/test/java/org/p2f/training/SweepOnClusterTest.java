package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.training.RestartedService.dataset;
import static org.p2f.training.RestartedService.digestsOf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.PostgresFixture.Database;
import org.p2f.catalog.test.Waiting;
import org.p2f.cluster.IndexedJobs;
import org.p2f.cluster.test.LocalIndexes;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;

/** A sweep whose runs train in processes of their own. */
class SweepOnClusterTest {
  private static final int STEPS = 60;

  @TempDir private static Path home;

  private final Database database = PostgresFixture.newDatabase();
  private final Tokens tokens = Tokens.create();

  @Test
  void givesTheWeightsOfOneWorkerThoughAProcessIsKilled() {
    String dataset;
    List<Map<String, String>> alone;
    try (var service = start()) {
      dataset = dataset(api(service));
      alone = weights(api(service), sweep(api(service), dataset));
    }
    try (var cluster = new LocalIndexes(home, TrainingService.class, arguments());
        var service = startWith(cluster)) {
      Api api = api(service);
      String sweep = sweep(api, dataset);
      Waiting.until(
          "a step of the second run",
          () -> run(api, sweep, 1).path("step").asInt(),
          step -> step > STEPS / 4);
      cluster.process(cluster.works().getFirst(), 1).destroyForcibly();
      assertThat(weights(api, sweep)).isEqualTo(alone);
      assertThat(cluster.started()).containsExactly(0, 1, 1);
      assertThat(run(api, sweep, 1).at("/job/attempt").asInt()).isEqualTo(2);
      assertThat(run(api, sweep, 0).at("/job/attempt").asInt()).isEqualTo(1);
    }
  }

  private static String sweep(Api api, String dataset) {
    Map<String, Object> run = new HashMap<>(TinyRun.of(dataset, STEPS));
    run.put("checkpoints", Map.of("everySteps", 5));
    return api.post("/v1/training-sweeps", Map.of("run", run, "seeds", List.of(1, 2)))
        .json()
        .path("id")
        .asString();
  }

  private static JsonNode run(Api api, String sweep, int index) {
    return api.get("/v1/training-sweeps/" + sweep).json().path("runs").path(index);
  }

  /** Digests of the files of each run's model, when all have ended. */
  private static List<Map<String, String>> weights(Api api, String sweep) {
    JsonNode ended =
        Waiting.until(
            "the end of the sweep",
            () -> api.get("/v1/training-sweeps/" + sweep).json(),
            s -> s.path("finished").asInt() == 2);
    List<Map<String, String>> digests = new ArrayList<>();
    for (JsonNode run : ended.path("runs")) {
      assertThat(run.at("/job/state").asString()).as(run.toString()).isEqualTo("succeeded");
      Map<String, String> files = digestsOf(api, run.path("modelId").asString());
      files.keySet().removeIf(name -> !name.endsWith(".safetensors"));
      assertThat(files).isNotEmpty();
      digests.add(files);
    }
    return digests;
  }

  private ConfigurableApplicationContext start(String... more) {
    return new SpringApplicationBuilder(TrainingService.class).run(arguments(more));
  }

  private ConfigurableApplicationContext startWith(IndexedJobs cluster) {
    return new SpringApplicationBuilder(TrainingService.class)
        .initializers(
            context ->
                ((GenericApplicationContext) context)
                    .registerBean(
                        IndexedJobs.class, () -> cluster, bean -> bean.setDestroyMethodName("")))
        .run(
            arguments(
                "--p2f.cluster.min-jobs=1",
                "--p2f.cluster.poll=200ms",
                "--p2f.worker.concurrency=0"));
  }

  private String[] arguments(String... more) {
    return ServiceProcess.arguments(0, home, database, tokens, more);
  }

  private Api api(ConfigurableApplicationContext service) {
    int port = service.getEnvironment().getRequiredProperty("local.server.port", int.class);
    return Api.at(port).with(tokens.token("read run"));
  }
}
