package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.kit.sample.SampleService;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The kit on the real catalog, with a worker of its own. */
@SpringBootTest(
    classes = SampleService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "sample.database=true",
      "server.address=127.0.0.1",
      "p2f.catalog.service=training",
      "p2f.job-events.poll=50ms",
      "management.endpoint.health.show-components=always",
    })
@DirtiesContext
@Timeout(60)
class RealCatalogTest {
  private static final Tokens TOKENS = Tokens.create();
  @TempDir static Path directory;

  @LocalServerPort int port;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    TOKENS.register(registry);
    PostgresFixture.register(registry);
    registry.add("p2f.store.root", () -> directory.resolve("store"));
    registry.add("p2f.workspace.root", () -> directory.resolve("work"));
  }

  private Api api() {
    return Api.at(port).with(TOKENS.token("read run"));
  }

  private String submit(String name) {
    Answer answer = api().post("/v1/things/jobs", "{\"name\":\"%s\",\"count\":1}".formatted(name));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().path("id").asString();
  }

  /** The whole stream; its end is the job's. */
  private String events(String job) {
    return api().get("/v1/jobs/%s/events".formatted(job)).text();
  }

  @Test
  void jobIsFollowedToItsArtifactAndItsFile() {
    String id = submit("good");
    assertThat(events(id))
        .contains("event: phase")
        .containsPattern("event: state\ndata: .*\"succeeded\"");

    JsonNode job = api().get("/v1/jobs/" + id).json();
    assertThat(job.path("state").asString()).isEqualTo("succeeded");
    assertThat(job.at("/phases/0/name").asString()).isEqualTo("making");
    String artifact = job.at("/artifacts/0").asString();

    JsonNode shown = api().get("/v1/artifacts/" + artifact).json();
    assertThat(shown.path("jobId").asString()).isEqualTo(id);
    assertThat(shown.at("/attributes/count").asInt()).isEqualTo(3);
    String file = "/v1/artifacts/%s/files/thing.txt".formatted(artifact);
    assertThat(api().get(file).text()).isEqualTo("thing after thing");
    assertThat(api().get(file, "Range", "bytes=6-10").text()).isEqualTo("after");
    assertThat(api().get(file).header("ETag"))
        .isEqualTo('"' + shown.at("/files/0/sha256").asString() + '"');
    assertThat(api().get("/v1/lineage/" + artifact).json().at("/artifact/id").asString())
        .isEqualTo(artifact);

    Answer tooLate = api().post("/v1/jobs/%s/cancel".formatted(id), "");
    assertThat(tooLate.status()).isEqualTo(409);
    assertThat(tooLate.problem()).isEqualTo("already-finished");
  }

  @Test
  void failureIsReadWithTheJob() {
    String id = submit("broken");
    assertThat(events(id)).contains("broken-thing");
    JsonNode failure = api().get("/v1/jobs/" + id).json().path("failure");
    assertThat(failure.path("code").asString()).isEqualTo("broken-thing");
    assertThat(failure.path("blame").asString()).isEqualTo("user");
    assertThat(failure.path("detail").asString()).contains("cannot be made");
  }

  @Test
  void sameKeySameJobOtherBodyRefused() {
    String body = "{\"name\":\"good\",\"count\":1}";
    String first =
        api().post("/v1/things/jobs", body, "Idempotency-Key", "k").json().path("id").asString();
    assertThat(
            api()
                .post("/v1/things/jobs", body, "Idempotency-Key", "k")
                .json()
                .path("id")
                .asString())
        .isEqualTo(first);
    Answer other = api().post("/v1/things/jobs", body.replace('1', '2'), "Idempotency-Key", "k");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.problem()).isEqualTo("idempotency-key-reused");
  }

  @Test
  void strangeCursorIsRefused() {
    Answer answer = api().get("/v1/jobs?cursor=nonsense");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("invalid-cursor");
  }

  @Test
  void readinessCountsTheDatabaseIn() {
    Answer answer = Api.at(port).get("/actuator/health/readiness");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/components/db/status").asString()).isEqualTo("UP");
  }
}
