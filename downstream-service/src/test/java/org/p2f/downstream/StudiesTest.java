package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Studies end to end, but for training and encoding, for which planted codes stand in. */
class StudiesTest extends StudyServiceTest {
  @Autowired DataSource database;

  private static JsonNode claim(JsonNode report, String id) {
    return StreamSupport.stream(report.path("claims").spliterator(), false)
        .filter(claim -> claim.path("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theWholeLineRunsAndItsReportMeasuresTheClaims() throws Exception {
    var request = small();
    request.put("activations", 1);
    JsonNode study = ended(submit(request));
    assertThat(study.path("state").asString()).as(study.toString()).isEqualTo("succeeded");
    assertThat(study.path("progress").asDouble()).isEqualTo(1);
    assertThat(api().get("/v1/jobs?limit=500").json().path("items").findValuesAsString("owner"))
        .containsOnly("tester"); // whose study it is, and not the services' own
    JsonNode report = report(study);
    assertThat(report.path("claims").size()).isEqualTo(14);
    assertThat(report.at("/images/train").asInt()).isEqualTo(PlantedTrajectories.TRAIN);
    assertThat(report.at("/images/test").asInt()).isEqualTo(PlantedTrajectories.TEST);
    // Only t = 0.5 tells, and it tells the colour: hiding it costs much, and it is best inside.
    assertThat(claim(report, "C9").path("verdict").asString()).isEqualTo("not-supported");
    assertThat(claim(report, "C4").path("verdict").asString()).isEqualTo("supported");
    assertThat(claim(report, "C4").at("/effect/imageError").asDouble()).isPositive();
    assertThat(claim(report, "C11").path("verdict").asString()).isEqualTo("unmeasured");
    // Static codes tell neither factor, trajectories tell one of two.
    assertThat(claim(report, "C10").path("verdict").asString()).isEqualTo("supported");
    assertThat(claim(report, "C10").at("/effect/mean").asDouble()).isGreaterThan(.1); // seen .19
    assertThat(claim(report, "C10").at("/effect/encoders").asInt()).isEqualTo(2);
    // So there is a peak, whether without a valley 150 images cannot tell; joining the answers of
    // all t gains nothing over the one that tells.
    assertThat(claim(report, "C12").at("/parts/0/of").asString()).isEqualTo("peak");
    assertThat(claim(report, "C12").at("/parts/0/verdict").asString()).isEqualTo("supported");
    assertThat(claim(report, "C12").path("verdict").asString()).isNotEqualTo("not-supported");
    assertThat(claim(report, "C12").path("parts").valueStream())
        .extracting(part -> part.path("encoders").asString())
        .containsOnly("drl", "activations");
    assertThat(claim(report, "C13").path("verdict").asString()).isNotEqualTo("supported");
    assertThat(claim(report, "C13").at("/effect/perEncoder").size()).isEqualTo(2);
    canBeCompared(report);
    var page = file(study, "report.html");
    assertThat(page)
        .contains("id=\"claims\"", "id=\"accuracy\"", "id=\"granularity\"", "id=\"attention\"")
        .contains("<dt>Images</dt><dd>360<small>for training; 150 to test")
        .contains("MLP, static", "id=\"masks\"", "id=\"divergence\"", "id=\"information\"")
        .doesNotContain("<script", "http://", "https://");

    // The control's codes tell the colour as well as the trained ones: they are the same but for
    // noise. Only t = 0.5 tells it, and the side is told nowhere.
    JsonNode colour = report.path("findings").path(0);
    assertThat(colour.path("factor").asString()).isEqualTo("colour");
    assertThat(colour.at("/single/t").asDouble()).isEqualTo(.5);
    assertThat(colour.at("/spread/low").asDouble()).isGreaterThan(.3);
    assertThat(colour.at("/overUntrained/low").asDouble()).isNegative();
    assertThat(colour.at("/overUntrained/high").asDouble()).isPositive();
    assertThat(colour.path("controls").findValuesAsString("kind"))
        .containsExactly("wide-mlp", "time-ensemble", "static", "activations");
    assertThat(report.path("lead").asString())
        .contains("matters most for colour, best at t = 0.5,")
        .doesNotContain("better than untrained");
    assertThat(page.indexOf(report.path("lead").asString().substring(0, 30)))
        .isPositive()
        .isLessThan(page.indexOf("id=\"accuracy\""));
    assertThat(page.indexOf("id=\"accuracy\"")).isLessThan(page.indexOf("id=\"findings\""));
    assertThat(page.indexOf("id=\"findings\"")).isLessThan(page.indexOf("id=\"claims\""));

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
  void aDemoReportsItsFindingsOfOneEncoderAndNoClaims() throws Exception {
    var request = small();
    for (var name : List.of("objectives", "encoderSeeds", "granularities", "criticSteps")) {
      request.remove(name);
    }
    request.put("preset", "demo");
    request.put("seed", 3);
    request.put("activations", 1);
    JsonNode study = ended(submit(request));
    assertThat(study.path("state").asString()).as(study.toString()).isEqualTo("succeeded");
    assertThat(study.path("steps").size()).isEqualTo(10);
    // three learning kinds at three t, or all of them, of two factors
    assertThat(study.at("/steps/2/heads").asInt()).isEqualTo(2 * (3 + 2));
    assertThat(study.path("steps").path(0).has("heads")).isFalse();
    JsonNode report = report(study);
    assertThat(report.path("claims").size()).isZero();
    assertThat(report.path("findings").size()).isEqualTo(2);
    assertThat(report.at("/findings/0/best/accuracy/encoders").asInt()).isEqualTo(1);
    assertThat(report.at("/findings/0/overUntrained/low").asDouble())
        .isLessThan(report.at("/findings/0/overUntrained/mean").asDouble());
    assertThat(report.at("/plan/seed").asInt()).isEqualTo(3);
    // Planted activations tell nothing, codes one factor of two.
    JsonNode control = report.at("/findings/0/controls/0");
    assertThat(control.path("kind").asString()).isEqualTo("activations");
    assertThat(control.at("/over/low").asDouble()).isGreaterThan(.3);
    assertThat(report.path("lead").asString())
        .contains("; codes beat diffusion features on colour, ")
        .endsWith("nothing is decided on side.");
    assertThat(
            report.path("curves").valueStream().map(curve -> curve.path("encoders").asString("")))
        .containsOnly("vdrl", "activations", "untrained");
    assertThat(file(study, "report.html"))
        .contains("MLP, activations", "Transformer, activations", "without a code: 1");
    assertThat(file(study, "report.html"))
        .contains("With one encoder, intervals are those of test images")
        .doesNotContain("id=\"claims\"", "id=\"attention\"", "id=\"masks\"");
  }

  @Test
  void presetsSayWhatAStudyTakesWhereItIsNotTold() {
    JsonNode presets = api().get("/v1/studies/presets").json().path("items");
    assertThat(presets.findValuesAsString("name")).containsExactly("demo", "tiny", "small");
    var request = small();
    request.remove("epochs");
    request.put("training", Map.of("batchSize", 7, "probe", Map.of("times", List.of(.5))));
    request.put("headTraining", Map.of("patience", 2));
    JsonNode plan = keyed(request, "settings").json().path("plan");
    JsonNode tiny = presets.path(1);
    assertThat(plan.path("preset").asString()).isEqualTo("tiny");
    assertThat(plan.path("steps").asLong()).isEqualTo(tiny.path("steps").asLong());
    assertThat(plan.path("epochs").asInt()).isEqualTo(tiny.path("epochs").asInt());
    assertThat(plan.at("/training/batchSize").asInt()).isEqualTo(7);
    assertThat(plan.at("/training/probe").toString())
        .isEqualTo("{\"everySteps\":300,\"times\":[0.5]}");
    request.put("headTraining", Map.of("steps", 100));
    request.put("trainingPreset", "small");
    JsonNode other = keyed(request, "others").json().path("plan");
    assertThat(other.has("steps")).isFalse(); // the training preset's own
    assertThat(other.has("epochs")).isFalse(); // heads learn for steps
    request.put("training", Map.of("seed", 1));
    assertThat(api().post("/v1/studies", request).error("training.seed")).contains("own to set");
    request.put("training", Map.of("encoder", Map.of("time", "fixed")));
    assertThat(api().post("/v1/studies", request).error("training.encoder.time"))
        .contains("own to set");
  }

  /** What later studies are compared by. */
  private static void canBeCompared(JsonNode report) {
    for (var claim : report.path("claims")) {
      assertThat(claim.path("id").asString()).startsWith("C");
      assertThat(claim.path("verdict").asString()).isNotEmpty();
      assertThat(claim.has("effect") || claim.path("verdict").asString().equals("unmeasured"))
          .as(claim.toString())
          .isTrue();
    }
    JsonNode curve = report.at("/curves/0");
    assertThat(curve.path("encoders").asString()).isEqualTo("drl");
    assertThat(curve.path("factor").asString()).isEqualTo("colour");
    assertThat(curve.path("head").asString()).isEqualTo("mlp");
    JsonNode middle = curve.at("/points/1"); // of 0, 0.5 and 1
    assertThat(middle.path("t").asDouble()).isEqualTo(.5);
    assertThat(middle.path("accuracy").asDouble())
        .isGreaterThan(.5) // by chance a third
        .isBetween(middle.path("low").asDouble(), middle.path("high").asDouble());
    assertThat(report.at("/levels/0/head").asString()).isEqualTo("gru");
    assertThat(report.toString().length()).isLessThan(200_000);
  }

  /** What stood in the catalog before there were static encoders. */
  @Test
  void aStudyWhosePlanLacksWhatCameLaterIsStillShown() throws Exception {
    var id = keyed(small(), "older").json().path("id").asString();
    try (var connection = database.getConnection();
        var change =
            connection.prepareStatement(
                "update study set plan = plan - 'staticEncoders' where id = ?")) {
      change.setString(1, id);
      assertThat(change.executeUpdate()).isEqualTo(1);
    }
    Answer answer = api().get("/v1/studies/" + id);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().at("/plan/staticEncoders").asInt(-1)).isZero();
  }

  @Test
  void theSamePlanGivesTheSameNumbers() throws Exception {
    var request = small();
    request.put("encoderSeeds", 1);
    request.put("granularities", List.of());
    assertThat(numbers(ended(submit(request)))).isEqualTo(numbers(ended(submit(request))));
  }

  @Test
  void aRefusedStepEndsTheStudyAndSaysWhy() throws Exception {
    var request = small();
    request.put("steps", FakeGateway.REFUSED_STEPS);
    JsonNode study = ended(submit(request));
    assertThat(study.path("state").asString()).isEqualTo("failed");
    // The control's three steps come first and train for none.
    assertThat(study.at("/steps/3/failure").asString()).contains("steps is unlucky");
    assertThat(study.at("/steps/4/state").asString()).isEqualTo("waiting");
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
  void theSameKeyAndBodyAreOneStudy() throws Exception {
    var request = small();
    Answer first = keyed(request, "once");
    assertThat(first.status()).as(first.text()).isEqualTo(202);
    var id = first.json().path("id").asString();
    request.put("preset", "tiny"); // what it is by default
    Answer again = keyed(request, "once");
    assertThat(again.status()).as(again.text()).isEqualTo(202);
    assertThat(again.json().path("id").asString()).isEqualTo(id);
    request.put("epochs", 7);
    Answer other = keyed(request, "once");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().path("type").asString()).endsWith("/idempotency-key-reused");
    assertThat(keyed(request, " ").error("Idempotency-Key")).contains("printable");
    assertThat(keyed(request, "twice").json().path("id").asString()).isNotEqualTo(id);
    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute(
            "insert into study_key values ('tester', 'open', 'x', '%s', now())".formatted(id));
      }
      Answer open = keyed(request, "open");
      connection.rollback();
      assertThat(open.status()).as(open.text()).isEqualTo(409);
      assertThat(open.json().path("type").asString()).endsWith("/idempotency-key-in-flight");
    }
    assertThat(keyed(request, "open").status()).isEqualTo(202);
  }

  @Test
  void atMostThreeStaticEncodersAreTrainedInTinyUnlessMoreAreAskedFor() {
    var request = small();
    request.put("encoderSeeds", 4);
    assertThat(staticEncoders(request, "tiny")).isEqualTo(3);
    request.put("preset", "small");
    assertThat(staticEncoders(request, "small")).isEqualTo(4);
    request.put("staticEncoders", 4);
    assertThat(staticEncoders(request, "four")).isEqualTo(4);
    request.put("preset", "tiny");
    request.put("encoderSeeds", 1);
    request.remove("staticEncoders");
    assertThat(staticEncoders(request, "one")).isEqualTo(1);
  }

  private int staticEncoders(Map<String, Object> request, String key) {
    return keyed(request, key).json().at("/plan/staticEncoders").asInt();
  }

  private Answer keyed(Map<String, Object> request, String key) {
    Answer answer = api().post("/v1/studies", request, "Idempotency-Key", key);
    if (answer.status() == 202) {
      var path = "/v1/studies/%s/cancel".formatted(answer.json().path("id").asString());
      var _ = api().post(path, Map.of());
    }
    return answer;
  }

  @Test
  void withoutItsTokenNoStudyIsTakenOn() throws Exception {
    var hidden = Files.move(tokenFile(), tokenFile().resolveSibling("elsewhere"));
    try {
      Answer answer = api().post("/v1/studies", small());
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.json().path("detail").asString()).contains("p2f.studies.token-file");
    } finally {
      Files.move(hidden, tokenFile());
    }
  }

  @Test
  void tokenThatMayNotActForOwnersIsRefusedAtOnceAndTold() throws Exception {
    var good = Files.readString(tokenFile());
    var study = api().post("/v1/studies", small()).json().path("id").asString();
    try {
      Files.writeString(tokenFile(), TOKENS.token("read run"));
      var waiting =
          Waiting.until(
              "the study's obstacle",
              () -> api().get("/v1/studies/" + study).json(),
              view -> view.has("obstacle"));
      assertThat(waiting.path("state").asString()).isEqualTo("running");
      assertThat(waiting.path("obstacle").asString())
          .contains("403", "Acting for others needs the scope delegate");
      Answer refused = api().post("/v1/studies", small());
      assertThat(refused.status()).as(refused.text()).isEqualTo(403);
      assertThat(refused.problem()).isEqualTo("studies-not-allowed");
      assertThat(refused.json().path("detail").asString()).endsWith("lacks the scope delegate");
    } finally {
      Files.writeString(tokenFile(), good);
    }
    Waiting.until(
        "the study goes on",
        () -> api().get("/v1/studies/" + study).json(),
        view -> !view.has("obstacle"));
    assertThat(api().post("/v1/studies/%s/cancel".formatted(study), Map.of()).status())
        .isEqualTo(202);
  }

  @Test
  void whatCannotBeIsNamed() {
    var request = small();
    request.put("grid", 3);
    request.put("encoderSeeds", 0);
    request.put("staticEncoders", 1);
    request.put("fineFactors", List.of("mood"));
    request.put("granularities", List.of(7));
    Answer answer = api().post("/v1/studies", request);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors").findValuesAsString("field"))
        .containsExactlyInAnyOrder(
            "grid", "encoderSeeds", "staticEncoders", "fineFactors[0]", "granularities[0]");
    request.put("datasetId", "ds-nothing");
    assertThat(api().post("/v1/studies", request).error("datasetId")).contains("ds-nothing");
    request = small();
    request.put("preset", "huge");
    assertThat(api().post("/v1/studies", request).error("preset")).contains("demo, tiny, small");
    assertThat(api().get("/v1/studies/std-nothing").status()).isEqualTo(404);
  }
}
