package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.kit.test.Answer;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Studies end to end, but for training and encoding, for which planted codes stand in. */
class StudiesTest extends ServiceTest {
  private static final FakeGateway GATEWAY = new FakeGateway();
  private static final long POLL_MILLIS = 100;

  @TempDir static Path secrets;

  @DynamicPropertySource
  static void configureStudies(DynamicPropertyRegistry registry) {
    registry.add("p2f.studies.platform", () -> GATEWAY.url().toString());
    registry.add("p2f.studies.token-file", () -> tokenFile().toString());
    registry.add("p2f.studies.poll-interval", () -> "50ms");
  }

  private static Path tokenFile() {
    var file = secrets.resolve("token");
    try {
      Files.writeString(file, TOKENS.token("read run") + "\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return file;
  }

  @BeforeEach
  void gatewayStandsBeforeTheService() {
    GATEWAY.standBefore(port(), artifacts);
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private String dataset() {
    return FakeGateway.empty(
        artifacts,
        ArtifactKind.DATASET,
        Map.of("factors", List.of(Map.of("name", "colour"), Map.of("name", "side"))));
  }

  private Map<String, Object> small() {
    var request = new HashMap<String, Object>();
    request.put("datasetId", dataset());
    request.put("objectives", List.of("drl"));
    request.put("encoderSeeds", 2);
    request.put("grid", 2);
    request.put("granularities", List.of(1));
    request.put("epochs", 6);
    request.put("criticSteps", 20);
    request.put("coarseFactors", List.of("side"));
    request.put("fineFactors", List.of("colour"));
    return request;
  }

  private String submit(Map<String, Object> request) {
    Answer answer = api().post("/v1/studies", request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().path("id").asString();
  }

  private JsonNode ended(String id) throws InterruptedException {
    JsonNode study = api().get("/v1/studies/" + id).json();
    while (study.path("state").asString().equals("running")) {
      Thread.sleep(POLL_MILLIS);
      study = api().get("/v1/studies/" + id).json();
    }
    return study;
  }

  private JsonNode report(JsonNode study) {
    return JsonMapper.shared().readTree(file(study, "report.json"));
  }

  private String file(JsonNode study, String name) {
    return api()
        .get("/v1/artifacts/%s/files/%s".formatted(study.path("reportId").asString(), name))
        .text();
  }

  private static JsonNode claim(JsonNode report, String id) {
    return StreamSupport.stream(report.path("claims").spliterator(), false)
        .filter(claim -> claim.path("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theWholeLineRunsAndItsReportMeasuresTheClaims() throws Exception {
    JsonNode study = ended(submit(small()));
    assertThat(study.path("state").asString()).as(study.toString()).isEqualTo("succeeded");
    assertThat(study.path("progress").asDouble()).isEqualTo(1);
    JsonNode report = report(study);
    assertThat(report.path("claims").size()).isEqualTo(11);
    // Only t = 0.5 tells, and it tells the colour: hiding it costs much, and it is best inside.
    assertThat(claim(report, "C9").path("verdict").asString()).isEqualTo("not-supported");
    assertThat(claim(report, "C4").path("verdict").asString()).isEqualTo("supported");
    assertThat(claim(report, "C11").path("verdict").asString()).isEqualTo("undecided");
    assertThat(
            claim(report, "C10").path("effect").isNull()
                || claim(report, "C10").path("effect").isMissingNode())
        .isTrue();
    var page = file(study, "report.html");
    assertThat(page)
        .contains("id=\"claims\"", "id=\"accuracy\"", "id=\"granularity\"", "id=\"attention\"")
        .contains("id=\"masks\"", "id=\"divergence\"", "id=\"information\"")
        .doesNotContain("<script", "http://", "https://");

    // Again from one step on: it and the report are done anew, with the same numbers.
    String id = study.path("id").asString();
    Answer again = api().post("/v1/studies/" + id + "/rerun", Map.of("from", "heads-drl-1"));
    assertThat(again.status()).as(again.text()).isEqualTo(202);
    JsonNode second = ended(id);
    assertThat(second.path("state").asString()).isEqualTo("succeeded");
    assertThat(report(second).path("claims")).isEqualTo(report.path("claims"));
    var before = study.path("steps").findValuesAsString("jobId");
    var after = second.path("steps").findValuesAsString("jobId");
    assertThat(after).hasSameSizeAs(before);
    assertThat(before.stream().filter(job -> !after.contains(job))).hasSize(2);
    assertThat(GATEWAY.keys()).contains("study-%s-heads-drl-1-2".formatted(id));
    assertThat(api().get("/v1/studies?limit=1").json().path("items").size()).isEqualTo(1);
  }

  @Test
  void aRefusedStepEndsTheStudyAndSaysWhy() throws Exception {
    var request = small();
    request.put("steps", FakeGateway.REFUSED_STEPS);
    JsonNode study = ended(submit(request));
    assertThat(study.path("state").asString()).isEqualTo("failed");
    assertThat(study.at("/steps/0/failure").asString()).contains("steps is unlucky");
    assertThat(study.at("/steps/1/state").asString()).isEqualTo("waiting");
  }

  @Test
  void aCancelledStudyStopsAndItsRerunIsRefusedOnlyWhileItRuns() throws Exception {
    String id = submit(small());
    Answer early = api().post("/v1/studies/" + id + "/rerun", Map.of("from", "report"));
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.json().path("type").asString()).endsWith("/study-running");
    assertThat(api().post("/v1/studies/" + id + "/cancel", Map.of()).status()).isEqualTo(202);
    assertThat(ended(id).path("state").asString()).isEqualTo("cancelled");
    assertThat(api().post("/v1/studies/" + id + "/cancel", Map.of()).status()).isEqualTo(409);
  }

  @Test
  void whatCannotBeIsNamed() {
    var request = small();
    request.put("grid", 3);
    request.put("encoderSeeds", 0);
    request.put("fineFactors", List.of("mood"));
    request.put("granularities", List.of(7));
    Answer answer = api().post("/v1/studies", request);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors").findValuesAsString("field"))
        .containsExactlyInAnyOrder("grid", "encoderSeeds", "fineFactors[0]", "granularities[0]");
    request.put("datasetId", "ds-nothing");
    assertThat(api().post("/v1/studies", request).error("datasetId")).contains("ds-nothing");
    request = small();
    request.put("preset", "huge");
    assertThat(api().post("/v1/studies", request).error("preset")).contains("tiny, small");
    assertThat(api().get("/v1/studies/std-nothing").status()).isEqualTo(404);
  }
}
