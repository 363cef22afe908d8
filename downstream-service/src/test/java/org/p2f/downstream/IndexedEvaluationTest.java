package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.artifact.Artifacts;
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
import tools.jackson.databind.json.JsonMapper;

/** Evaluations whose indexes are processes of their own. */
class IndexedEvaluationTest {
  private static final Tokens TOKENS = Tokens.create();
  private static final Database DATABASE = PostgresFixture.newDatabase();
  private static final String WORKSPACES = "--p2f.workspace.root=";
  private static final String NOT_SHARED = "--p2f.workspace.shared=false";

  /** Two encoders, two factors, two shares of the labels. */
  private static final int PARTS = 8;

  /** The third has parts of both shares: one run's last and the next one's first. */
  private static final int PARTS_PER_INDEX = 3;

  @TempDir private static Path home;
  private static final List<String> ENCODERS = new ArrayList<>();

  private LocalIndexes indexes = indexes();

  @BeforeAll
  static void recordCodes() {
    try (var service = start("--p2f.worker.enabled=false")) {
      var artifacts = service.getBean(Artifacts.class);
      for (int encoder = 0; encoder < 2; encoder++) {
        ENCODERS.add(
            PlantedTrajectories.record(artifacts, ServiceTest.TIMES, ServiceTest.TELLING, encoder)
                .id());
      }
    }
  }

  private static LocalIndexes indexes(String... more) {
    return new LocalIndexes(home, DownstreamService.class, arguments(more));
  }

  @AfterEach
  void endIndexes() {
    indexes.close();
  }

  @Test
  void anIndexThatDiesIsRunAgainByItselfToTheNumbersOfOneProcess() {
    JsonNode here;
    try (var alone = start()) {
      here = result(api(alone), await(api(alone), submit(api(alone))));
    }
    try (var service = startWith(indexes)) {
      Api api = api(service);
      String job = submit(api);
      Waiting.until("the indexes are there", () -> indexes.has(job), there -> there);
      indexes.process(job, 1).destroyForcibly();
      JsonNode there = await(api, job);
      assertThat(indexes.started()).containsExactly(0, 1, 1, 2);
      assertThat(result(api, there)).isEqualTo(here);
      assertThat(there.path("progress").asDouble()).isEqualTo(1);
    }
  }

  @Test
  void indexesThatSeeNoWorkspaceHandOverByTheStoreWhatTheyTrained() {
    JsonNode here;
    try (var alone = start()) {
      here = result(api(alone), await(api(alone), submit(api(alone))));
    }
    indexes = indexes(NOT_SHARED);
    String job;
    try (var service = startWith(indexes, NOT_SHARED, WORKSPACES + home.resolve("first"))) {
      job = submit(api(service));
      Waiting.until("the indexes are there", () -> indexes.has(job), there -> there);
    }
    // Another worker, which has nothing of what the first one had.
    try (var service = startWith(indexes, NOT_SHARED, WORKSPACES + home.resolve("second"))) {
      JsonNode there = await(api(service), job);
      assertThat(there.path("attempt").asInt()).isEqualTo(2);
      assertThat(indexes.started()).containsExactly(0, 1, 2);
      assertThat(result(api(service), there)).isEqualTo(here);
    }
  }

  @Test
  void aSmallEvaluationIsTheWorkersOwn() {
    try (var service = startWith(indexes, "--p2f.cluster.min-parts=" + (PARTS + 1))) {
      await(api(service), submit(api(service)));
      assertThat(indexes.started()).isEmpty();
    }
  }

  @Test
  void aCancelledEvaluationEndsItsIndexes() throws Exception {
    try (var service = startWith(indexes)) {
      Api api = api(service);
      String job = submit(api);
      Waiting.until("the indexes are there", () -> indexes.has(job), there -> there);
      var process = indexes.process(job, 2);
      api.post("/v1/jobs/" + job + "/cancel", Map.of());
      assertThat(ended(api, job).path("state").asString()).isEqualTo("cancelled");
      assertThat(indexes.has(job)).isFalse();
      assertThat(process.isAlive()).isFalse();
    }
  }

  private static ConfigurableApplicationContext startWith(LocalIndexes indexes, String... more) {
    return builder()
        .initializers(
            context ->
                ((GenericApplicationContext) context)
                    // a cluster outlives its workers: no context may close it
                    .registerBean(
                        IndexedJobs.class, () -> indexes, bean -> bean.setDestroyMethodName("")))
        .run(
            arguments(
                with(
                    List.of(more),
                    "--p2f.cluster.min-parts=" + PARTS,
                    "--p2f.cluster.parts-per-index=" + PARTS_PER_INDEX)));
  }

  private static ConfigurableApplicationContext start(String... more) {
    return builder().run(arguments(more));
  }

  private static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(DownstreamService.class);
  }

  /** Those given, and the others that a service or an index of these tests needs. */
  private static String[] arguments(String... more) {
    return with(
        List.of(more),
        "--server.port=0",
        "--server.address=127.0.0.1",
        "--spring.datasource.url=" + DATABASE.url(),
        "--spring.datasource.username=" + DATABASE.username(),
        "--spring.datasource.password=" + DATABASE.password(),
        "--p2f.store.root=" + home.resolve("store"),
        WORKSPACES + home.resolve("work"),
        "--p2f.security.public-key=" + TOKENS.publicKey(),
        "--p2f.worker.heartbeat=500ms",
        "--p2f.compute.threads=2"); // as all tests in this JVM, which has one engine
  }

  /** With those whose key is not among the given ones. */
  private static String[] with(List<String> given, String... others) {
    List<String> all = new ArrayList<>(given);
    for (String other : others) {
      String key = other.substring(0, other.indexOf('=') + 1);
      if (given.stream().noneMatch(argument -> argument.startsWith(key))) {
        all.add(other);
      }
    }
    return all.toArray(String[]::new);
  }

  private static Api api(ConfigurableApplicationContext service) {
    int port = service.getEnvironment().getRequiredProperty("local.server.port", int.class);
    return Api.at(port).with(TOKENS.token("read run"));
  }

  private static String submit(Api api) {
    var request = new HashMap<String, Object>(EvaluationsTest.small(ENCODERS.getFirst()));
    request.put("furtherTrajectoriesIds", ENCODERS.subList(1, 2));
    request.put("heads", List.of("mlp", "gru", "neighbours", "ensemble", "time-ensemble"));
    request.put("labelFractions", List.of(1.0, 0.5));
    return api.post("/v1/evaluations", request).json().path("id").asString();
  }

  private static JsonNode ended(Api api, String job) {
    return Waiting.until(
        "job %s ends".formatted(job),
        () -> api.get("/v1/jobs/" + job).json(),
        it -> List.of("succeeded", "failed", "cancelled").contains(it.path("state").asString()));
  }

  private static JsonNode await(Api api, String job) {
    JsonNode ended = ended(api, job);
    assertThat(ended.path("state").asString()).as(ended.toString()).isEqualTo("succeeded");
    return ended;
  }

  /** Every number, and which test images each head gets right. */
  private static JsonNode result(Api api, JsonNode job) {
    String id = job.at("/artifacts/0").asString();
    JsonNode result = api.get("/v1/evaluations/" + id).json();
    assertThat(result.path("results").size()).isGreaterThan(PARTS);
    return JsonMapper.shared()
        .valueToTree(
            Map.of(
                "results", result.path("results"),
                "differences", result.path("differences"),
                "answers", digest(api, id, "correct.npy")));
  }

  private static String digest(Api api, String artifact, String file) {
    for (JsonNode each : api.get("/v1/artifacts/" + artifact).json().path("files")) {
      if (each.path("name").asString().equals(file)) {
        return each.path("sha256").asString();
      }
    }
    throw new AssertionError("No file " + file);
  }
}
