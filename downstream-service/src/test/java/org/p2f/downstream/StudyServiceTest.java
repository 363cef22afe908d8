package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.kit.test.Answer;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The service behind a gateway, with what studies need. */
abstract class StudyServiceTest extends ServiceTest {

  /** One for all, as long as the tests run. */
  static final FakeGateway GATEWAY = new FakeGateway();

  private static final Path TOKEN_FILE = newTokenFile();
  private static final long POLL_MILLIS = 100;

  /** A study takes a minute on two idle cores, and ten times that beside other work. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static Path newTokenFile() {
    try {
      var file = Files.createTempDirectory("p2f-studies").resolve("token");
      return Files.writeString(file, TOKENS.token("read run delegate") + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path tokenFile() {
    return TOKEN_FILE;
  }

  @DynamicPropertySource
  static void configureStudies(DynamicPropertyRegistry registry) {
    registry.add("p2f.studies.platform", () -> GATEWAY.url().toString());
    registry.add("p2f.studies.token-file", TOKEN_FILE::toString);
    registry.add("p2f.studies.poll-interval", () -> "50ms");
  }

  @BeforeEach
  void gatewayStandsBeforeTheService() {
    GATEWAY.standBefore(port(), artifacts);
  }

  private String dataset() {
    return FakeGateway.empty(
        artifacts,
        ArtifactKind.DATASET,
        Map.of("factors", List.of(Map.of("name", "colour"), Map.of("name", "side"))));
  }

  Map<String, Object> small() {
    var request = new HashMap<String, Object>();
    request.put("datasetId", dataset());
    request.put("objectives", List.of("drl"));
    request.put("encoderSeeds", 2);
    request.put("grid", 2);
    request.put("granularities", List.of(1));
    request.put("epochs", 6);
    request.put("learningRates", List.of(1e-3));
    request.put("criticSteps", 20);
    request.put("coarseFactors", List.of("side"));
    request.put("fineFactors", List.of("colour"));
    return request;
  }

  String submit(Map<String, Object> request) {
    Answer answer = api().post("/v1/studies", request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().path("id").asString();
  }

  JsonNode ended(String id) throws InterruptedException {
    return ended(id, () -> {});
  }

  /**
   * @param watch is called while the study runs; fails if it cannot go on
   */
  JsonNode ended(String id, Runnable watch) throws InterruptedException {
    var deadline = Instant.now().plus(PATIENCE);
    JsonNode study = api().get("/v1/studies/" + id).json();
    while (study.path("state").asString().equals("running")) {
      watch.run();
      assertThat(Instant.now()).as(study.toString()).isBefore(deadline);
      Thread.sleep(POLL_MILLIS);
      study = api().get("/v1/studies/" + id).json();
    }
    return study;
  }

  JsonNode report(JsonNode study) {
    return JsonMapper.shared().readTree(file(study, "report.json"));
  }

  /** The report without what tells one study from another of the same plan. */
  JsonNode numbers(JsonNode study) {
    var report = (ObjectNode) report(study);
    assertThat(report.remove("studyId").asString()).isEqualTo(study.path("id").asString());
    assertThat(report.remove("createdAt").asString()).isNotEmpty();
    return report;
  }

  String file(JsonNode study, String name) {
    return api()
        .get("/v1/artifacts/%s/files/%s".formatted(study.path("reportId").asString(), name))
        .text();
  }
}
