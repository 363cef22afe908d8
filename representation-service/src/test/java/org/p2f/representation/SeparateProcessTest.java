package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.PostgresFixture.Database;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Tokens;
import org.p2f.numerics.program.Engine;
import org.p2f.representation.test.ServiceProcess;
import org.p2f.representation.test.TinyModel;
import org.springframework.boot.builder.SpringApplicationBuilder;
import tools.jackson.databind.JsonNode;

/** What shows only where the service is a process of its own. */
class SeparateProcessTest {
  private static final Tokens TOKENS = Tokens.create();
  private static final List<String> JVM =
      List.of(
          "-Xms192m",
          "-Xmx192m",
          "-XX:+AlwaysPreTouch",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1");
  private static final int SHARDS = 4; // 300 training images and 60 test images by 128

  @TempDir private static Path home;
  private static final Database DATABASE = PostgresFixture.newDatabase();
  private static TinyModel tiny = new TinyModel("", "");

  @BeforeAll
  static void makeModel() {
    // Without a worker: a process that has one would take the jobs.
    try (var service =
        new SpringApplicationBuilder(RepresentationService.class)
            .run(
                ServiceProcess.arguments(
                    DATABASE,
                    home,
                    TOKENS,
                    0,
                    "--p2f.worker.enabled=false",
                    "--p2f.compute.threads=2"))) {
      tiny = TinyModel.record(service.getBean(Artifacts.class), service.getBean(Engine.class));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"code", "activations"})
  void anExtractionKilledHalfwayGoesOnElsewhereToTheSameBytes(String representation) {
    String killed;
    try (var first = ServiceProcess.start(DATABASE, home, TOKENS, JVM)) {
      killed = submit(first, representation);
      Path shards = home.resolve("work").resolve(killed);
      Waiting.until("a shard is done", () -> shards(shards), count -> count > 0);
      first.kill();
      assertThat(shards(shards)).isPositive().isLessThan(SHARDS);
    }
    try (var second = ServiceProcess.start(DATABASE, home, TOKENS, JVM)) {
      JsonNode resumed = second.await(killed);
      assertThat(resumed.get("state").asString()).as(resumed.toString()).isEqualTo("succeeded");
      assertThat(resumed.get("attempt").asInt()).isEqualTo(2);
      JsonNode whole = second.await(submit(second, representation));
      assertThat(digest(second, resumed)).isEqualTo(digest(second, whole));
    }
  }

  @Test
  void twoThousandEncodingsLeaveMemoryFlat() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "Skipped: no /proc to read memory from");
    try (var service = ServiceProcess.start(DATABASE, home, TOKENS, JVM)) {
      encode(service, 1000);
      long before = service.residentMebibytes();
      encode(service, 2000);
      long after = service.residentMebibytes();
      System.out.printf("Resident memory %d MiB, 2,000 encodings later %d MiB%n", before, after);
      assertThat(after - before).isLessThan(16); // measured: see the line above
    }
  }

  /** In requests of 1 to 16 codes, so that every size of a batch occurs. */
  private static void encode(ServiceProcess service, int codes) {
    for (int done = 0, request = 0; done < codes; request++) {
      List<Integer> indices = IntStream.rangeClosed(0, request % 16).boxed().toList();
      Map<String, Object> body =
          Map.of(
              "modelId", tiny.modelId(),
              "items", Map.of("datasetId", tiny.datasetId(), "indices", indices),
              "t", List.of(request % 100 / 100.));
      assertThat(service.api().post("/v1/encodings", body).status()).isEqualTo(200);
      done += indices.size();
    }
  }

  private static String submit(ServiceProcess service, String representation) {
    return service
        .api()
        .post(
            "/v1/trajectories",
            Map.of(
                "modelId",
                tiny.modelId(),
                "datasetId",
                tiny.datasetId(),
                "grid",
                100,
                "precision",
                "float32",
                "representation",
                Map.of("kind", representation)))
        .json()
        .get("id")
        .asString();
  }

  private static int shards(Path workspace) {
    Path folder = workspace.resolve("trajectories.safetensors.shards");
    String[] files = folder.toFile().list((dir, name) -> name.endsWith(".safetensors"));
    return files == null ? 0 : files.length;
  }

  private static String digest(ServiceProcess service, JsonNode job) {
    return service
        .api()
        .get("/v1/artifacts/" + job.at("/artifacts/0").asString())
        .json()
        .at("/files/0/sha256")
        .asString();
  }
}
