package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
import tools.jackson.databind.JsonNode;

/** Tests of a service whose objects are in a bucket. */
@SpringBootTest(
    classes = SampleService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "sample.database=true",
      "server.address=127.0.0.1",
      "p2f.catalog.service=training",
    })
@DirtiesContext
@Timeout(180)
abstract class BucketTest {
  private static final Tokens TOKENS = Tokens.create();
  @TempDir static Path directory;
  static S3Server s3;

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

  final Api api() {
    return Api.at(port).with(TOKENS.token("read run"));
  }

  final String submit() {
    Answer answer = api().post("/v1/things/jobs", "{\"name\":\"good\",\"count\":1}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().path("id").asString();
  }

  final JsonNode await(String id, String what, String goal) {
    return Waiting.until(
        id + " is " + goal,
        () -> api().get("/v1/jobs/" + id).json(),
        job -> job.path(what).asString().equals(goal));
  }
}
