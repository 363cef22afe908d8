package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.job.JobSubmission;
import org.p2f.catalog.job.Jobs;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.training.run.Preset;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TrainingCheckpointsTest extends TrainingTest {
  @Autowired Jobs jobs;

  @Test
  void divergedRunFailsNamingStepAndLosses() {
    var plan =
        (ObjectNode)
            api().post("/v1/training-plans", request(Map.of("steps", 0))).json().path("plan");
    plan.put("steps", 50);
    // the API takes none that is as absurd
    ((ObjectNode) plan.path("optimizer")).put("learningRate", 1e30);
    String id = jobs.submit(new JobSubmission("training", plan, List.of(dataset), null, null)).id();
    JsonNode job = ended(id);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("failed");
    assertThat(job.path("failure").path("code").asString()).isEqualTo("diverged");
    assertThat(job.path("failure").path("blame").asString()).isEqualTo("user");
    assertThat(job.path("failure").path("detail").asString())
        .matches("Training diverged at step \\d+: the loss is \\S+, after losses of .*");
  }

  @Test
  void divergedRunKeepsItsLastGoodCheckpoint() {
    var plan =
        (ObjectNode)
            api()
                .post(
                    "/v1/training-plans", request(Map.of("steps", 0, "checkpoints.everySteps", 1)))
                .json()
                .path("plan");
    plan.put("steps", 50);
    ((ObjectNode) plan.path("optimizer")).put("learningRate", 1e30);
    String id = jobs.submit(new JobSubmission("training", plan, List.of(dataset), null, null)).id();
    String detail = ended(id).path("failure").path("detail").asString();
    long diverged = Long.parseLong(detail.replaceFirst("Training diverged at step (\\d+).*", "$1"));
    JsonNode kept = checkpoints(id);
    assertThat(kept.size()).as(detail).isEqualTo(1);
    assertThat(kept.path(0).path("reason").asString()).isEqualTo("diverged");
    // after n steps the weights are good if step n + 1 was; the diverged one is the one after that
    assertThat(kept.path(0).path("step").asLong()).isEqualTo(diverged - 2);
    assertThat(api().get("/v1/training-runs/" + id).json().has("modelId")).isFalse();
  }

  @Test
  void cancelledRunLeavesACheckpointFromWhichAnotherGoesOnToTheSameModel() {
    String id = submit(Map.of("steps", 1_000_000, "images.augmentation", "strong"));
    Waiting.until(
        "first steps",
        () -> api().get("/v1/training-runs/" + id).json(),
        run -> run.path("step").asInt() > 0);
    Answer cancelled = api().post("/v1/training-runs/" + id + "/cancel?keep=checkpoint", "");
    assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(202);
    assertThat(ended(id).path("state").asString()).isEqualTo("cancelled");
    JsonNode kept = checkpoints(id).path(0);
    assertThat(kept.path("reason").asString()).isEqualTo("cancelled");
    int step = kept.path("step").asInt();
    assertThat(step).isPositive();
    // the row ends first, the workspace goes next
    Waiting.until(
        "removal of the workspace",
        () -> Files.exists(HOME.resolve("work").resolve(id)),
        there -> !there);

    String checkpoint = kept.path("id").asString();
    Answer shorter = clone(id, Map.of("checkpointId", checkpoint, "steps", step - 1, "seed", 4));
    assertThat(shorter.error("steps")).isEqualTo("must be at least the checkpoint's " + step);
    assertThat(shorter.error("seed")).isEqualTo("4, but the checkpoint's run has 0");
    String continued =
        cloned(id, Map.of("checkpointId", checkpoint, "steps", step + 3, "name", "goes on"));
    JsonNode points = metrics(continued, 10);
    assertThat(points.findValuesAsString("step"))
        .containsExactly("" + (step + 1), "" + (step + 2), "" + (step + 3));
    String whole = cloned(id, Map.of("steps", step + 3));
    assertThat(filesOf(modelOf(continued))).isEqualTo(filesOf(modelOf(whole)));
    assertThat(api().get("/v1/lineage/" + modelOf(continued)).json().path("ancestors").toString())
        .contains(checkpoint);
  }

  @Test
  void runThatSucceededIsExtendedToTheModelOfALongerOne() {
    String id = trained(Map.of("steps", 3, "images.augmentation", "strong"));
    JsonNode kept = checkpoints(id);
    assertThat(kept.size()).isEqualTo(1);
    assertThat(kept.path(0).path("reason").asString()).isEqualTo("finished");
    assertThat(kept.path(0).path("step").asInt()).isEqualTo(3);

    String extended =
        cloned(id, Map.of("checkpointId", kept.path(0).path("id").asString(), "steps", 6));

    assertThat(metrics(extended, 10).findValuesAsString("step")).containsExactly("4", "5", "6");
    assertThat(filesOf(modelOf(extended)))
        .isEqualTo(filesOf(modelOf(cloned(id, Map.of("steps", 6)))));
  }

  /**
   * Those of the first run are in it, but not that after its last step, which was due by its end.
   */
  @Test
  void runThatIsExtendedKeepsTheAveragesOfALongerOne() {
    String id = trained(Map.of("steps", 3, "averages.everySteps", 2));
    String first = checkpoints(id).path(0).path("id").asString();
    assertThat(filesOf(first)).containsOnlyKeys("checkpoint.safetensors", averages(2));
    assertThat(filesOf(modelOf(id))).containsKeys(averages(2), averages(3));

    Answer other = clone(id, Map.of("checkpointId", first, "averages.widths", List.of(.05)));
    assertThat(other.error("averages.widths"))
        .isEqualTo("[0.05], but the checkpoint's run has [0.05,0.1]");
    String extended = cloned(id, Map.of("checkpointId", first, "steps", 5));
    assertThat(filesOf(modelOf(extended)))
        .isEqualTo(filesOf(modelOf(cloned(id, Map.of("steps", 5)))))
        .containsKeys(averages(2), averages(4), averages(5))
        .hasSize(7);
  }

  private static String averages(int step) {
    return "averages-%012d.safetensors".formatted(step);
  }

  @Test
  void runLeavesASnapshotAfterEachSoManySteps() {
    String id =
        trained(Map.of("steps", 5, "checkpoints.keepEverySteps", 2, "checkpoints.everySteps", 100));
    JsonNode kept = checkpoints(id);
    assertThat(kept.findValuesAsString("step")).containsExactly("2", "4", "5");
    assertThat(kept.findValuesAsString("reason"))
        .containsExactly("snapshot", "snapshot", "finished");

    String second = kept.path(0).path("id").asString();
    String branch = cloned(id, Map.of("checkpointId", second, "checkpoints.keepEverySteps", 3));

    assertThat(checkpoints(branch).findValuesAsString("step")).containsExactly("3", "5");
    assertThat(filesOf(modelOf(branch))).isEqualTo(filesOf(modelOf(id)));
  }

  @Test
  void runThatFailsByADefectKeepsItsNewestCheckpointAndSaysHowToGoOn() {
    String id = trained(Map.of("steps", 2));
    var plan =
        (ObjectNode)
            api()
                .post(
                    "/v1/training-plans",
                    request(
                        Map.of(
                            "steps",
                            6,
                            "checkpointId",
                            checkpoints(id).path(0).path("id").asString(),
                            "checkpoints.everySteps",
                            1,
                            "probe.everySteps",
                            4)))
                .json()
                .path("plan");
    ((ObjectNode) plan.path("probe")).put("images", -1); // refused when first probed, after step 4
    String failed =
        jobs.submit(new JobSubmission("training", plan, List.of(dataset), null, null)).id();

    JsonNode job = ended(failed);
    assertThat(job.path("state").asString()).isEqualTo("failed");
    assertThat(job.path("failure").path("code").asString()).isEqualTo("defect");
    JsonNode kept = checkpoints(failed);
    assertThat(kept.size()).isEqualTo(1);
    assertThat(kept.path(0).path("reason").asString()).isEqualTo("failed");
    assertThat(kept.path(0).path("step").asInt()).isEqualTo(3);
    String checkpoint = kept.path(0).path("id").asString();
    assertThat(job.path("failure").path("detail").asString())
        .contains("The state after step 3 is kept", "checkpointId '%s'".formatted(checkpoint));
    assertThat(filesOf(modelOf(cloned(id, Map.of("checkpointId", checkpoint, "steps", 6)))))
        .isEqualTo(filesOf(modelOf(cloned(id, Map.of("steps", 6)))));
  }

  @Test
  void pictureThatCannotBeDrawnIsToldOfAndTheRunGoesOn() {
    var plan =
        (ObjectNode)
            api()
                .post("/v1/training-plans", request(Map.of("steps", 3, "samples.everySteps", 2)))
                .json()
                .path("plan");
    ((ObjectNode) plan.path("samples")).put("images", -1); // refused when first drawn
    String id = jobs.submit(new JobSubmission("training", plan, List.of(dataset), null, null)).id();

    assertThat(ended(id).path("state").asString()).isEqualTo("succeeded");
    assertThat(jobs.events(id, 0, 100))
        .filteredOn(event -> event.type().equals("picture-skipped"))
        .extracting(event -> event.data().path("step").asInt())
        .containsExactly(0, 2);
  }

  @Test
  void cloneIsTheRunAgainButForItsPatch() {
    String id =
        trained(Map.of("seed", 3, "images.augmentation", "weak", "optimizer.learningRate", 1e-4));
    assertThat(filesOf(modelOf(cloned(id, Map.of())))).isEqualTo(filesOf(modelOf(id)));
    Map<String, Object> patch = new HashMap<>();
    patch.put("seed", 4);
    patch.put("optimizer.learningRate", null);
    JsonNode plan = clonedPlan(id, patch);
    assertThat(plan.path("seed").asInt()).isEqualTo(4);
    assertThat(plan.path("optimizer").path("learningRate").asDouble())
        .isEqualTo(Preset.find("tiny").orElseThrow().optimizer().learningRate());
    assertThat(plan.path("images").path("augmentation").asString()).isEqualTo("weak");
    assertThat(clone(id, Map.of("seed", "x")).error("seed"))
        .isEqualTo("must be an integer of 64 bits");
    assertThat(clone(id, Map.of("sede", 1)).error("sede")).startsWith("unknown field");
    assertThat(clone(id, Map.of("checkpointId", dataset)).error("checkpointId"))
        .isEqualTo("is unknown");
    assertThat(clone("trn-none", Map.of()).problem()).isEqualTo("unknown-training-run");
  }
}
