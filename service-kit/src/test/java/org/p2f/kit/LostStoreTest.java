package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.S3Server;
import org.p2f.catalog.test.Waiting;
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
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** A service whose objects are in a bucket, and its S3 server goes away and comes back. */
@SpringBootTest(
    classes = SampleService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "sample.database=true",
      "server.address=127.0.0.1",
      "p2f.catalog.service=training",
      "p2f.worker.first-retry=200ms",
    })
@DirtiesContext
@Timeout(180)
class LostStoreTest {
  private static final Tokens TOKENS = Tokens.create();
  @TempDir static Path directory;
  private static S3Server s3;

  @LocalServerPort int port;

  @BeforeAll
  static void startServer() {
    s3 = S3Server.start(directory.resolve("s3"));
  }

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    TOKENS.register(registry);
    PostgresFixture.register(registry);
    s3.properties().forEach((key, value) -> registry.add(key, () -> value));
    registry.add("p2f.store.s3.cache-dir", () -> directory.resolve("cache"));
    registry.add("p2f.workspace.root", () -> directory.resolve("work"));
  }

  @AfterAll
  static void stop() {
    if (s3 != null) {
      s3.close();
    }
  }

  private Api api() {
    return Api.at(port).with(TOKENS.token("read run"));
  }

  private String submit() {
    Answer answer = api().post("/v1/things/jobs", "{\"name\":\"good\",\"count\":1}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().path("id").asString();
  }

  private JsonNode await(String id, String what, String goal) {
    return Waiting.until(
        id + " is " + goal,
        () -> api().get("/v1/jobs/" + id).json(),
        job -> job.path(what).asString().equals(goal));
  }

  @Test
  void requestsSayThatTheStoreIsAwayAndJobsWaitForIt() throws IOException {
    JsonNode job = await(submit(), "state", "succeeded");
    String file = "/v1/artifacts/%s/files/thing.txt".formatted(job.at("/artifacts/0").asString());
    assertThat(api().get("/actuator/health/readiness").status()).isEqualTo(200);
    FileSystemUtils.deleteRecursively(directory.resolve("cache/objects"));

    s3.kill();
    Answer answer = api().get(file);
    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
    assertThat(answer.problem()).isEqualTo("store-unavailable");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
    assertThat(Api.at(port).get("/actuator/health/readiness").status()).isEqualTo(503);
    assertThat(Api.at(port).get("/actuator/health/liveness").status()).isEqualTo(200);
    assertThat(api().get("/v1/artifacts").status()).isEqualTo(200);
    String waiting = submit();
    await(waiting, "phase", "waiting to try again");

    s3.restart();
    await(waiting, "state", "succeeded");
    assertThat(api().get(file).text()).isEqualTo("thing after thing");
    assertThat(api().get(file, "Range", "bytes=6-10").text()).isEqualTo("after");
    assertThat(Api.at(port).get("/actuator/health/readiness").status()).isEqualTo(200);
    assertThat(api().get(file).text()).isEqualTo("thing after thing");
  }
}
