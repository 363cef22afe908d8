package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The whole service on a real Postgres, called over real HTTP. */
@SpringBootTest(
    classes = DownstreamService.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "p2f.compute.threads=2")
@ContextConfiguration(initializers = PostgresFixture.class)
abstract class ServiceTest {
  static final Tokens TOKENS = Tokens.create();
  static final List<Double> TIMES = List.of(0., .5, 1.);
  static final int TELLING = 1;

  private static final Path HOME = newHome();

  @Autowired Artifacts artifacts;
  @LocalServerPort private int port;

  private static Path newHome() {
    try {
      return Files.createTempDirectory("p2f-downstream");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @DynamicPropertySource
  static void configure(DynamicPropertyRegistry registry) {
    TOKENS.register(registry);
    Path store = newHome(); // each context has a database, and so a store, of its own
    registry.add("p2f.store.root", () -> store.toString());
    registry.add("p2f.workspace.root", () -> HOME.resolve("work").toString());
  }

  @AfterEach
  void theNextGoodCallIsAnswered() {
    assertThat(api().get("/v1/evaluations?limit=1").status()).isEqualTo(200);
  }

  int port() {
    return port;
  }

  Api api() {
    return Api.at(port).with(TOKENS.token("read run"));
  }

  String planted() {
    return PlantedTrajectories.record(artifacts, TIMES, TELLING).id();
  }

  /** Submits, follows the job's events to their end and returns the job. */
  JsonNode finished(String path, Map<String, ?> request) {
    Answer answer = api().post(path, request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String id = answer.json().path("id").asString();
    try (var events = api().open("/v1/jobs/" + id + "/events").body()) {
      assertThat(new String(events.readAllBytes(), StandardCharsets.UTF_8)).contains("event:");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JsonNode job = api().get("/v1/jobs/" + id).json();
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return job;
  }

  JsonNode result(String path, Map<String, ?> request) {
    return api()
        .get(path + "/" + finished(path, request).path("artifacts").path(0).asString())
        .json();
  }
}
