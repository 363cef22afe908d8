package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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
import org.p2f.numerics.program.Engine;
import org.p2f.representation.test.ServiceProcess;
import org.p2f.representation.test.TinyModel;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;

/** Extractions whose indexes are processes of their own. */
class IndexedExtractionTest {
  private static final Tokens TOKENS = Tokens.create();

  /** Two shards each: of 300 and of 60 images there are four. */
  private static final int IMAGES = 256;

  private static final int INDEXES = 2;

  private static final String WORKSPACES = "--p2f.workspace.root=";
  private static final String NOT_SHARED = "--p2f.workspace.shared=false";

  @TempDir private static Path home;
  private static final Database DATABASE = PostgresFixture.newDatabase();
  private static TinyModel tiny = new TinyModel("", "");

  private LocalIndexes indexes = indexes();

  @BeforeAll
  static void makeModel() {
    try (var service = start("--p2f.worker.enabled=false")) {
      tiny = TinyModel.record(service.getBean(Artifacts.class), service.getBean(Engine.class));
    }
  }

  @BeforeEach
  void makeIndexes() {
    indexes = indexes();
  }

  private static LocalIndexes indexes() {
    // As many threads as the worker, whose bytes they are to give.
    return new LocalIndexes(home, RepresentationService.class, arguments());
  }

  @AfterEach
  void endIndexes() {
    indexes.close();
  }

  @Test
  void anIndexThatDiesIsRunAgainByItselfToTheBytesOfOneProcess() {
    JsonNode here;
    try (var alone = start()) {
      here = await(api(alone), submit(api(alone)));
    }
    try (var service = startWith(indexes)) {
      Api api = api(service);
      String job = submit(api);
      Waiting.until("the indexes are there", () -> indexes.has(job), there -> there);
      indexes.process(job, 1).destroyForcibly();
      JsonNode there = await(api, job);
      assertThat(there.get("state").asString()).as(there.toString()).isEqualTo("succeeded");
      assertThat(indexes.started()).containsExactly(0, 1, 1);
      assertThat(digest(api, there)).isEqualTo(digest(api, here));
      assertThat(there.get("progress").asDouble()).isEqualTo(1);
    }
  }

  @Test
  void indexesThatSeeNoWorkspaceHandTheirShardsOverByTheStore() throws IOException {
    JsonNode here;
    try (var alone = start()) {
      here = await(api(alone), submit(api(alone)));
    }
    indexes = new LocalIndexes(home, RepresentationService.class, arguments(NOT_SHARED));
    String job;
    try (var service = startWith(indexes, apart("first"))) {
      job = submit(api(service));
      Waiting.until("the indexes are there", () -> indexes.has(job), there -> there);
      indexes.process(job, 1).destroyForcibly();
    }
    // Another worker, which has nothing of what the first one had.
    try (var service = startWith(indexes, apart("second"))) {
      JsonNode there = await(api(service), job);
      assertThat(there.get("state").asString()).as(there.toString()).isEqualTo("succeeded");
      assertThat(there.get("attempt").asInt()).isEqualTo(2);
      assertThat(indexes.started()).containsExactly(0, 1, 1);
      assertThat(digest(api(service), there)).isEqualTo(digest(api(service), here));
    }
  }

  @Test
  void aWorkerThatTakesTheJobOverFindsTheIndexesThatRun() throws IOException {
    String job;
    try (var first = startWith(indexes)) {
      job = submit(api(first));
      Waiting.until("the indexes are there", () -> indexes.has(job), there -> there);
    }
    assertThat(indexes.has(job)).isTrue();
    try (var second = startWith(indexes)) {
      JsonNode ended = await(api(second), job);
      assertThat(ended.get("state").asString()).as(ended.toString()).isEqualTo("succeeded");
      assertThat(ended.get("attempt").asInt()).isEqualTo(2);
      assertThat(indexes.started()).hasSize(INDEXES);
    }
  }

  @Test
  void aCancelledJobEndsItsIndexesAndOneThatIsLeftEndsItself() throws Exception {
    try (var service = startWith(indexes)) {
      Api api = api(service);
      String job = submit(api);
      Waiting.until("the indexes are there", () -> indexes.has(job), there -> there);
      var process = indexes.process(job, 1);
      api.post("/v1/jobs/" + job + "/cancel", Map.of());
      assertThat(await(api, job).get("state").asString()).isEqualTo("cancelled");
      assertThat(indexes.has(job)).isFalse();
      assertThat(process.isAlive()).isFalse();
      Process left =
          indexes.launch(
              0,
              Map.of(
                  "P2F_INDEX_JOB", job,
                  "P2F_INDEX_WORKSPACE", home.toString(),
                  "P2F_INDEX_SIZE", Integer.toString(IMAGES)));
      assertThat(left.waitFor()).isEqualTo(IndexedJobs.FINAL);
    }
  }

  @Test
  void anIndexThatFailsAgainAndAgainEndsTheJobWithWhatItSaid() {
    Path elsewhere = home.resolve("not-shared");
    indexes.tell("P2F_INDEX_WORKSPACE", elsewhere.toString());
    try (var service = startWith(indexes)) {
      Api api = api(service);
      String job = submit(api);
      JsonNode ended = await(api, job);
      assertThat(ended.get("state").asString()).isEqualTo("failed");
      assertThat(ended.at("/failure/code").asString()).isEqualTo("no-workspace");
      assertThat(ended.at("/failure/detail").asString())
          .matches("Index \\d: There is no %s: workspaces need .*".formatted(elsewhere));
      assertThat(indexes.started()).hasSizeGreaterThan(INDEXES); // one was tried again, at least
      assertThat(indexes.has(job)).isFalse();
      assertThat(Files.exists(elsewhere)).isFalse();
    }
  }

  /** Settings of a worker whose workspaces nobody else sees. */
  private static String[] apart(String node) {
    return new String[] {NOT_SHARED, WORKSPACES + home.resolve(node)};
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
                Stream.concat(
                        Stream.of(
                            "--p2f.cluster.min-images=1",
                            "--p2f.cluster.images-per-index=" + IMAGES),
                        Stream.of(more))
                    .toArray(String[]::new)));
  }

  private static ConfigurableApplicationContext start(String... more) {
    return builder().run(arguments(more));
  }

  private static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(RepresentationService.class);
  }

  private static String[] arguments(String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.add("--p2f.compute.threads=2"); // as all tests in this JVM, which has one engine
    var arguments = ServiceProcess.arguments(DATABASE, home, TOKENS, 0, all.toArray(String[]::new));
    boolean elsewhere = all.stream().anyMatch(argument -> argument.startsWith(WORKSPACES));
    return elsewhere
        ? Stream.of(arguments)
            .filter(argument -> !argument.equals(WORKSPACES + home.resolve("work")))
            .toArray(String[]::new)
        : arguments;
  }

  private static Api api(ConfigurableApplicationContext service) {
    int port = service.getEnvironment().getRequiredProperty("local.server.port", int.class);
    return Api.at(port).with(TOKENS.token("read run"));
  }

  private static String submit(Api api) {
    return api.post(
            "/v1/trajectories",
            Map.of(
                "modelId",
                tiny.modelId(),
                "datasetId",
                tiny.datasetId(),
                "grid",
                4,
                "precision",
                "float32"))
        .json()
        .get("id")
        .asString();
  }

  private static JsonNode await(Api api, String job) {
    return Waiting.until(
        "job %s ends".formatted(job),
        () -> api.get("/v1/jobs/" + job).json(),
        it -> List.of("succeeded", "failed", "cancelled").contains(it.get("state").asString()));
  }

  private static String digest(Api api, JsonNode job) {
    return api.get("/v1/artifacts/" + job.at("/artifacts/0").asString())
        .json()
        .at("/files/0/sha256")
        .asString();
  }
}
