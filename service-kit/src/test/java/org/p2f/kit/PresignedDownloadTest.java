package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
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
import tools.jackson.databind.JsonNode;

/** Downloads of a service that sends its clients to the bucket. */
@SpringBootTest(
    classes = SampleService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "sample.database=true",
      "server.address=127.0.0.1",
      "p2f.catalog.service=training",
      "p2f.store.s3.presign=true",
    })
@DirtiesContext
@Timeout(180)
class PresignedDownloadTest {
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
  void downloadIsSentToTheBucketByWhoMayReadIt() throws Exception {
    JsonNode job = await(submit(), "state", "succeeded");
    String file = "/v1/artifacts/%s/files/thing.txt".formatted(job.at("/artifacts/0").asString());
    assertThat(Api.at(port).get(file).status()).isEqualTo(401);

    Answer answer = api().get(file);

    assertThat(answer.status()).isEqualTo(307);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(answer.header("Location")))
              .header("Range", "bytes=6-10")
              .build();
      assertThat(http.send(request, BodyHandlers.ofString()).body()).isEqualTo("after");
    }
    assertThat(api().send("HEAD", file, BodyPublishers.noBody()).status()).isEqualTo(200);
  }
}
