package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** One service for all tests; after each of them it must still answer. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "server.address=127.0.0.1",
      "p2f.uploads.max-size=3MB",
      "p2f.compute.threads=1",
    })
abstract class ServiceTest {
  static final Tokens TOKENS = Tokens.create();
  static final Path HOME = newDirectory();

  @LocalServerPort int port;

  @DynamicPropertySource
  static void configure(DynamicPropertyRegistry registry) {
    TOKENS.register(registry);
    PostgresFixture.register(registry);
    Path store = newDirectory(); // each context has a database, and so a store, of its own
    registry.add("p2f.store.root", store::toString);
    registry.add("p2f.workspace.root", () -> HOME.resolve("work"));
    registry.add("p2f.features.network", () -> FeatureArchive.in(HOME));
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("p2f-training-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Api api() {
    return Api.at(port).with(TOKENS.token("read run"));
  }

  @AfterEach
  void theNextGoodCallIsAnswered() {
    assertThat(api().get("/v1/uploads?limit=1").status()).isEqualTo(200);
  }

  Answer upload(String name, byte[] content, String... headers) {
    return api()
        .send(
            "POST",
            "/v1/uploads?name=" + name,
            BodyPublishers.ofByteArray(content),
            withType(headers));
  }

  private static String[] withType(String[] headers) {
    return Stream.concat(
            Stream.of("Content-Type", "application/octet-stream"), Arrays.stream(headers))
        .toArray(String[]::new);
  }

  String uploaded(String name, byte[] content) {
    Answer answer = upload(name, content);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("id").asString();
  }

  /** Submits and returns the job as it ended. */
  JsonNode finished(String path, Map<String, ?> request) {
    Answer answer = api().post(path, request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return ended(answer.json().path("id").asString());
  }

  JsonNode ended(String jobId) {
    return Waiting.until(
        "end of job " + jobId,
        () -> api().get("/v1/jobs/" + jobId).json(),
        job -> List.of("succeeded", "failed", "cancelled").contains(job.path("state").asString()));
  }

  /** A small data set of drawn images. */
  String syntheticDataset(int trainLimit) {
    JsonNode job =
        finished(
            "/v1/datasets",
            Map.of(
                "name", "drawn", "source", "synthetic", "trainLimit", trainLimit, "testLimit", 40));
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return job.path("artifacts").path(0).asString();
  }
}
