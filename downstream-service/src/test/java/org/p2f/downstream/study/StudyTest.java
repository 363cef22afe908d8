package org.p2f.downstream.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2f.kit.plan.InvalidPlan;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StudyTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  static StudyPlan plan(List<String> objectives, int seeds, List<Integer> granularities) {
    return plan(objectives, seeds, granularities, List.of(StudyAnalysis.values()));
  }

  private static StudyPlan plan(
      List<String> objectives,
      int seeds,
      List<Integer> granularities,
      List<StudyAnalysis> analyses) {
    return plan(objectives, seeds, granularities, analyses, Map.of());
  }

  private static StudyPlan plan(
      List<String> objectives,
      int seeds,
      List<Integer> granularities,
      List<StudyAnalysis> analyses,
      Map<String, Object> headTraining) {
    return new StudyPlan(
        "ds-1",
        "shapes",
        "quick",
        "tiny",
        Map.of("probe", Map.of("everySteps", 50), "encoder", Map.of("depth", 16)),
        7,
        objectives,
        seeds,
        Math.min(2, seeds),
        0,
        null,
        null,
        10,
        granularities,
        8,
        headTraining,
        1,
        List.of(1e-3),
        analyses,
        300,
        Map.of("seeds", 1),
        List.of("background", "shape"),
        List.of("background"),
        List.of("shape"));
  }

  private static Study study() {
    var plan = plan(List.of("drl"), 1, List.of(2));
    var steps = StudyLine.of(plan).stream().map(StepProgress::waiting).toList();
    return new Study("std-1", plan, StudyState.RUNNING, steps, null, "default", null, NOON, NOON);
  }

  private static Study done() {
    var study = study();
    for (var step : study.steps()) {
      study =
          study.with(
              step.started("job-" + step.name(), NOON).succeeded("made-" + step.name(), NOON),
              NOON);
    }
    return study;
  }

  @Test
  void everyStepComesAfterThoseItNeeds() {
    var before = new HashSet<String>();
    for (var step : StudyLine.of(plan(StudyPlan.OBJECTIVES, 3, List.of(2, 5)))) {
      assertThat(before).as(step.name()).containsAll(step.after());
      assertThat(before.add(step.name())).as(step.name()).isTrue();
    }
    // 6 encoders of 5 steps and 1 a coarser grid, 3 controls of 3, 2 maps, the report
    assertThat(before).hasSize(6 * (5 + 2) + 3 * 3 + 2 + 1);
  }

  @Test
  void codesAreExtractedAgainOnlyForTimesThatTheGridLacks() {
    var steps = StudyLine.of(plan(List.of("drl"), 1, List.of(1, 2, 4)));
    assertThat(steps.stream().map(StudyStep::name).filter(name -> name.startsWith("codes-drl")))
        .containsExactly("codes-drl-0-g10", "codes-drl-0-g4");
    assertThat(body(steps, "heads-drl-0-g2"))
        .containsEntry("trajectoriesId", new StudyStep.Result("codes-drl-0-g10"))
        .containsEntry("times", List.of(0., .5, 1.));
    assertThat(body(steps, "heads-drl-0-g1")).containsEntry("times", List.of(.5));
    assertThat(body(steps, "heads-drl-0-g4"))
        .containsEntry("trajectoriesId", new StudyStep.Result("codes-drl-0-g4"))
        .doesNotContainKey("times");
    assertThat(body(steps, "heads-drl-0")).doesNotContainKey("times");
  }

  /** What stood in the catalog before coarser grids were read from the grid's codes. */
  @Test
  void aStudyThatHasStepsForCodesOfCoarserGridsGoesOnWithThem() {
    var plan = plan(List.of("drl"), 1, List.of(2));
    var names = new ArrayList<>(StudyLine.of(plan).stream().map(StudyStep::name).toList());
    names.add(names.indexOf("heads-drl-0-g2"), "codes-drl-0-g2");
    var steps = names.stream().map(name -> waiting(name)).toList();
    var study =
        new Study("std-1", plan, StudyState.RUNNING, steps, null, "default", null, NOON, NOON);
    assertThat(study.line().stream().map(StudyStep::name)).containsExactlyElementsOf(names);
    assertThat(body(study.line(), "heads-drl-0-g2"))
        .containsEntry("trajectoriesId", new StudyStep.Result("codes-drl-0-g2"))
        .doesNotContainKey("times");
  }

  private static StepProgress waiting(String name) {
    return StepProgress.waiting(new StudyStep(name, name, "", Map.of()));
  }

  @Test
  void aStaticEncoderIsTrainedAsThatOfItsSeedButForTheTime() {
    var steps = StudyLine.of(plan(StudyPlan.OBJECTIVES, 2, List.of()));
    var given = new HashMap<>(body(steps, "model-drl-1"));
    var fixed = new HashMap<>(body(steps, "model-static-1"));
    assertThat(fixed.remove("encoder")).isEqualTo(Map.of("depth", 16, "time", "fixed"));
    assertThat(given.remove("encoder")).isEqualTo(Map.of("depth", 16));
    assertThat(fixed.remove("name")).isNotEqualTo(given.remove("name"));
    assertThat(fixed).isEqualTo(given);
    assertThat(body(steps, "codes-static-1-g1")).containsEntry("grid", 1);
    assertThat(body(steps, "heads-drl-1"))
        .containsEntry("heads", List.of("mlp", "wide-mlp", "gru", "transformer", "time-ensemble"));
    assertThat(body(steps, "heads-static-1")).containsEntry("heads", List.of("mlp", "wide-mlp"));
  }

  @Test
  void aNetworkWhoseActivationsAreReadIsTrainedAsTheEncoderOfItsSeedButWithoutACode() {
    var steps = StudyLine.of(withActivations(Map.of("activations", 2)));
    var told = new HashMap<>(body(steps, "model-drl-1"));
    var untold = new HashMap<>(body(steps, "model-activations-1"));
    assertThat(untold.remove("loss")).isEqualTo(Map.of("codeDropout", 1, "weighting", "edm"));
    assertThat(told.remove("loss")).isEqualTo(Map.of("weighting", "edm"));
    assertThat(untold.remove("name")).isNotEqualTo(told.remove("name"));
    assertThat(untold).isEqualTo(told);
    assertThat(body(steps, "codes-activations-1-g10"))
        .containsEntry("modelId", new StudyStep.Result("model-activations-1"))
        .containsEntry("representation", Map.of("kind", "activations"))
        .containsEntry("grid", 10)
        .doesNotContainKey("codes");
    assertThat(body(steps, "heads-activations-1"))
        .containsEntry("heads", List.of("mlp", "gru", "transformer"))
        .doesNotContainKey("times");
    assertThat(steps.stream().map(StudyStep::name).filter(n -> n.contains("activations")))
        .hasSize(2 * 3);
  }

  @Test
  void ofTheseNetworksALayerMayBeNamed() {
    var named = Map.of("activations", 1, "activationsLayer", "up.1.0");
    assertThat(body(StudyLine.of(withActivations(named)), "codes-activations-0-g10"))
        .containsEntry("representation", Map.of("kind", "activations", "layer", "up.1.0"));
    assertThatThrownBy(() -> withActivations(Map.of("activationsLayer", "up.1.0")).checked())
        .isInstanceOfSatisfying(
            InvalidPlan.class,
            refused ->
                assertThat(refused.fields().stream().map(f -> f.field()))
                    .containsExactly("activationsLayer"));
  }

  private static StudyPlan withActivations(Map<String, ?> fields) {
    var json = JsonMapper.shared();
    var plan = (ObjectNode) json.valueToTree(plan(List.of("drl"), 2, List.of()));
    plan.setAll((ObjectNode) json.valueToTree(fields));
    ((ObjectNode) plan.get("training")).putObject("loss").put("weighting", "edm");
    return json.treeToValue(plan, StudyPlan.class);
  }

  private static Map<String, Object> body(List<StudyStep> steps, String name) {
    return steps.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow().body();
  }

  /** What stood in the catalog before there were static encoders. */
  @Test
  void anOlderPlanHasTheStepsItHad() {
    var json = JsonMapper.shared();
    var plan = plan(List.of("drl"), 2, List.of());
    var older = (ObjectNode) json.valueToTree(plan);
    older.remove("staticEncoders");
    var read = json.treeToValue(older, StudyPlan.class);
    assertThat(StudyLine.of(read).stream().map(StudyStep::name))
        .contains("model-drl-1", "model-untrained")
        .noneMatch(name -> name.contains("static"));
  }

  @Test
  void aStudyThatIsNotAboutTheClaimsHasNoMoreStepsThanItsHeadsNeed() {
    var steps = StudyLine.of(plan(List.of("drl"), 1, List.of(), List.of()));
    assertThat(steps.stream().map(StudyStep::name).filter(name -> !name.contains("static")))
        .containsExactly(
            "model-untrained",
            "codes-untrained-g10",
            "heads-untrained",
            "model-drl-0",
            "codes-drl-0-g10",
            "heads-drl-0",
            "report");
    for (var heads : List.of("heads-drl-0", "heads-untrained")) {
      assertThat(body(steps, heads)).containsEntry("heads", List.of("mlp", "gru", "transformer"));
    }
  }

  @Test
  void everyEncoderIsTrainedAsThePlanSaysWithSeedsThatFollowTheFirst() {
    var steps = StudyLine.of(plan(List.of("drl"), 2, List.of()));
    assertThat(body(steps, "model-drl-1"))
        .containsEntry("preset", "tiny")
        .containsEntry("probe", Map.of("everySteps", 50))
        .containsEntry("seed", 8L);
    assertThat(body(steps, "model-untrained")).containsEntry("seed", 7L).containsEntry("steps", 0L);
  }

  @Test
  void aStepKnowsHowManyHeadsItTrains() {
    var plan = plan(List.of("drl"), 1, List.of(2));
    Map<String, Long> heads = new HashMap<>();
    StudyLine.of(plan).forEach(step -> heads.put(step.name(), StudyLine.heads(plan, step)));
    // two factors; two kinds of one head for each of eleven t, and two kinds of one for all; the
    // ensemble's are there already
    assertThat(heads)
        .containsEntry("heads-drl-0", 2 * (2 * 11L + 2))
        .containsEntry("heads-untrained", 2 * (11L + 2))
        .containsEntry("heads-drl-0-g2", 2L)
        .containsEntry("heads-static-0", 2 * 2L)
        .containsEntry("model-drl-0", 0L);
  }

  @Test
  void theReportNeedsEveryOtherStep() {
    var steps = StudyLine.of(plan(List.of("drl"), 2, List.of()));
    assertThat(steps.getLast().after()).hasSize(steps.size() - 1).doesNotContain(StudyLine.REPORT);
  }

  @Test
  void aStudyIsDoneWhenAllItsStepsAre() {
    assertThat(study().state()).isEqualTo(StudyState.RUNNING);
    assertThat(done().state()).isEqualTo(StudyState.SUCCEEDED);
    assertThat(done().progress()).isEqualTo(1);
    assertThat(done().artifact("codes-drl-0-g10")).hasValue("made-codes-drl-0-g10");
  }

  @Test
  void aFailedStepBreaksTheStudyOnceNothingRunsAnyMore() {
    var steps = study().steps();
    var study =
        study()
            .with(steps.get(0).started("j", NOON), NOON)
            .with(steps.get(1).ended(StudyState.FAILED, "no room", NOON), NOON);
    assertThat(study.isBroken()).isTrue();
    assertThat(study.state()).isEqualTo(StudyState.RUNNING);
    var ended = study.step(steps.get(0).name()).orElseThrow().succeeded("made", NOON);
    assertThat(study.with(ended, NOON).state()).isEqualTo(StudyState.FAILED);
  }

  @Test
  void againFromAStepMeansThatStepAndWhatNeedsIt() {
    var again = done().from("heads-drl-0-g2", NOON);
    assertThat(again.state()).isEqualTo(StudyState.RUNNING);
    assertThat(
            again.steps().stream()
                .filter(step -> step.state() == StudyState.WAITING)
                .map(StepProgress::name))
        .containsExactly("heads-drl-0-g2", "report");
    assertThat(again.step("report").orElseThrow().run()).isEqualTo(2);
    assertThat(again.step("model-drl-0").orElseThrow().run()).isEqualTo(1);
  }

  @Test
  void aCancelledStudyGoesOnWhereItWas() {
    var first = study().steps().getFirst();
    var cancelled =
        study().with(first.started("j", NOON).succeeded("made", NOON), NOON).cancelled(NOON);
    assertThat(cancelled.state()).isEqualTo(StudyState.CANCELLED);
    var again = cancelled.from(StudyLine.REPORT, NOON);
    assertThat(again.artifact(first.name())).hasValue("made");
    assertThat(again.steps().stream().filter(s -> s.state() == StudyState.WAITING))
        .hasSize(again.steps().size() - 1);
  }

  @Test
  void headsOfAKindLearnAtTheirOwnRateInEveryStep() {
    var rates = Map.of("gru", List.of(1e-2), "transformer", List.of(2e-3, 1e-3));
    var plan =
        plan(
            List.of("drl"),
            1,
            List.of(2),
            List.of(StudyAnalysis.values()),
            Map.of("headLearningRates", rates));
    var bodies = new HashMap<String, Map<String, Object>>();
    StudyLine.of(plan).forEach(step -> bodies.put(step.name(), step.body()));
    assertThat(body(bodies, "heads-drl-0")).containsEntry("headLearningRates", rates);
    assertThat(body(bodies, "heads-drl-0-g2"))
        .containsEntry("headLearningRates", Map.of("transformer", List.of(2e-3, 1e-3)));
    assertThat(body(bodies, "heads-static-0")).containsEntry("headLearningRates", Map.of());
    assertThat(body(bodies, "masks-drl-0"))
        .containsEntry("learningRates", List.of(2e-3, 1e-3))
        .doesNotContainKey("headLearningRates");
  }

  private static Map<String, Object> body(Map<String, Map<String, Object>> bodies, String step) {
    return Objects.requireNonNull(bodies.get(step), step);
  }

  @Test
  void contradictionsAreAllNamed() {
    var plan =
        new StudyPlan(
            "ds-1",
            "shapes",
            "quick",
            "tiny",
            Map.of("seed", 3),
            -1,
            List.of("drl", "drl", "gan"),
            0,
            1,
            1,
            null,
            0L,
            5,
            List.of(5, 0),
            0,
            Map.of("heads", List.of("gru")),
            51,
            List.of(Double.NaN),
            List.of(),
            0,
            Map.of("steps", 3),
            List.of("shape", "background"),
            List.of("shape"),
            List.of("shape", "mood"));
    assertThatThrownBy(plan::checked)
        .isInstanceOfSatisfying(
            InvalidPlan.class,
            refused ->
                assertThat(refused.fields().stream().map(f -> f.field()))
                    .contains(
                        "objectives",
                        "encoderSeeds",
                        "staticEncoders",
                        "activations",
                        "training.seed",
                        "seed",
                        "headTraining.heads",
                        "steps",
                        "grid",
                        "granularities[0]",
                        "granularities[1]",
                        "epochs",
                        "headSeeds",
                        "learningRates",
                        "criticSteps",
                        "critics.steps",
                        "fineFactors[0]",
                        "fineFactors[1]"));
  }

  /** Whatever a step would be refused for after hours of training is refused at once. */
  @Test
  void whatIsTooLargeForASingleStepIsRefusedBeforeTheFirst() {
    assertThatThrownBy(() -> sized(100, 50, 1_000_000).checked())
        .isInstanceOfSatisfying(
            InvalidPlan.class,
            refused ->
                assertThat(refused.fields().stream().map(f -> f.field() + ": " + f.message()))
                    .containsExactly(
                        "headSeeds: with the grid, the learning rates and the factors each encoder"
                            + " has 326,400 heads to train, at most 200,000",
                        "criticSteps: with the grid and the encoders the critics of a map have"
                            + " 52,520,000,000 steps, at most 1,000,000,000",
                        "fineFactors[1]: is given twice"));
  }

  private static StudyPlan sized(int grid, int headSeeds, int criticSteps) {
    return new StudyPlan(
        "ds-1",
        "shapes",
        "quick",
        "tiny",
        Map.of(),
        0,
        List.of("drl"),
        10,
        0,
        0,
        null,
        null,
        grid,
        List.of(),
        8,
        Map.of(),
        headSeeds,
        IntStream.rangeClosed(1, 16).mapToObj(i -> i * 1e-3).toList(),
        List.of(),
        criticSteps,
        Map.of("seeds", 1),
        List.of("shape", "background"),
        List.of("background"),
        List.of("shape", "shape"));
  }
}
