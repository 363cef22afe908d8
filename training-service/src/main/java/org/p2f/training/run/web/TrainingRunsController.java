package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.job.Job;
import org.p2f.kit.job.IdempotencyKey;
import org.p2f.kit.job.SubmitJob;
import org.p2f.kit.json.MergePatch;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.ReadJson;
import org.p2f.kit.problem.Refused;
import org.p2f.training.run.TrainingPlan;
import org.p2f.training.run.TrainingRunRequest;
import org.p2f.training.run.store.Cancellations;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Training runs. */
@RestController
@RequestMapping("/v1/training-runs")
@Tag(name = "training-runs", description = "From a data set to a model")
final class TrainingRunsController {
  private static final int MOST_POINTS = 10_000;

  /** Told of a range of statuses, for generated clients return what the lowest status has. */
  private static final String DRY_RUN = "200 of a dry run: nothing was started";

  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final TrainingRuns runs;
  private final TrainingPlanning planning;
  private final StartTraining startTraining;
  private final JsonMapper json;

  TrainingRunsController(
      TrainingRuns runs, TrainingPlanning planning, StartTraining startTraining, JsonMapper json) {
    this.runs = runs;
    this.planning = planning;
    this.startTraining = startTraining;
    this.json = json;
  }

  @PostMapping
  @Operation(operationId = "createTrainingRun", summary = "Starts a training run")
  @ApiResponse(
      responseCode = "202",
      description = "Started",
      content = @Content(schema = @Schema(implementation = TrainingRunView.class)))
  @ApiResponse(
      responseCode = "2XX",
      description = DRY_RUN,
      content = @Content(schema = @Schema(implementation = TrainingPlanView.class)))
  ResponseEntity<?> create(
      @RequestBody TrainingRunRequest request,
      @Parameter(description = "Starts nothing and answers what POST /v1/training-plans does")
          @RequestParam(defaultValue = "false")
          boolean dryRun,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    TrainingPlan plan = planning.plan(request);
    if (dryRun) {
      return ResponseEntity.ok(planning.view(plan));
    }
    Job job = startTraining.start(request, plan, idempotencyKey);
    return SubmitJob.accepted("/v1/training-runs/" + job.id(), runs.view(job));
  }

  @GetMapping
  @Operation(operationId = "listTrainingRuns", summary = "Training runs, newest first")
  PageView<TrainingRunView> list(PageQuery page) {
    return runs.list(page);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getTrainingRun", summary = "One training run")
  TrainingRunView get(@PathVariable String id) {
    return runs.find(id).orElseThrow(() -> unknown(id));
  }

  @GetMapping("/{id}/request")
  @Operation(
      operationId = "getTrainingRequest",
      summary = "What was asked for when a run was started; sent again, it gives the same model")
  TrainingRunRequest request(@PathVariable String id) {
    JsonNode request = runs.request(id).orElseThrow(() -> unknown(id));
    return ReadJson.as(TrainingRunRequest.class, request, json);
  }

  @GetMapping("/{id}/metrics")
  @Operation(operationId = "getTrainingMetrics", summary = "The course of a training run")
  TrainingMetricsView metrics(
      @PathVariable String id,
      @Parameter(description = "Thinned to at most that many")
          @RequestParam(defaultValue = "500")
          @Min(1)
          @Max(MOST_POINTS)
          int points,
      @Parameter(description = "First step; the first point may begin earlier by less than itself")
          @RequestParam(defaultValue = "1")
          @Min(1)
          long fromStep,
      @Parameter(description = "Last step; left out, the latest")
          @RequestParam(required = false)
          @Min(1)
          @Nullable Long toStep) {
    long last = Objects.requireNonNullElse(toStep, Long.MAX_VALUE);
    return runs.metrics(id, fromStep, last, points).orElseThrow(() -> unknown(id));
  }

  @GetMapping("/{id}/probes")
  @Operation(
      operationId = "getTrainingProbes",
      summary = "What probes read from a run's codes, over time and step")
  TrainingProbesView probes(@PathVariable String id) {
    return runs.probes(id).orElseThrow(() -> unknown(id));
  }

  @GetMapping("/{id}/held-out-losses")
  @Operation(
      operationId = "getHeldOutLosses",
      summary = "What validation images cost, over time and step, measured beside the probes")
  HeldOutLossesView heldOutLosses(@PathVariable String id) {
    return runs.heldOutLosses(id).orElseThrow(() -> unknown(id));
  }

  @GetMapping("/{id}/checkpoints")
  @Operation(
      operationId = "listTrainingCheckpoints",
      summary = "What a run left that others can go on from")
  PageView<TrainingCheckpointView> checkpoints(@PathVariable String id) {
    return PageView.of(
        new Page<>(runs.checkpoints(id).orElseThrow(() -> unknown(id)), null), view -> view);
  }

  @PostMapping("/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "cancelTrainingRun", summary = "Asks a training run to stop")
  TrainingRunView cancel(
      @PathVariable String id,
      @Parameter(
              description =
                  "Whether the state after the last step remains as a checkpoint; a run that no"
                      + " worker has at the moment leaves none")
          @RequestParam(defaultValue = "discard")
          Cancellations.Choice keep) {
    return runs.cancel(id, keep).orElseThrow(() -> unknown(id));
  }

  @PostMapping(
      path = "/{id}/clone",
      consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
  @Operation(
      operationId = "cloneTrainingRun",
      summary = "Starts a run as this one, but for what a merge patch (RFC 7396) says",
      description =
          "The patch is of the request: null gives the preset's value back. An empty patch gives"
              + " the same model again.")
  @ApiResponse(
      responseCode = "202",
      description = "Started",
      content = @Content(schema = @Schema(implementation = TrainingRunView.class)))
  @ApiResponse(
      responseCode = "2XX",
      description = DRY_RUN,
      content = @Content(schema = @Schema(implementation = TrainingPlanView.class)))
  ResponseEntity<?> copy(
      @PathVariable String id,
      @RequestBody JsonNode patch,
      @Parameter(description = "As of POST /v1/training-runs") @RequestParam(defaultValue = "false")
          boolean dryRun,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    JsonNode original = runs.request(id).orElseThrow(() -> unknown(id));
    JsonNode patched = MergePatch.apply(original, patch);
    return create(ReadJson.as(TrainingRunRequest.class, patched, json), dryRun, idempotencyKey);
  }

  @PatchMapping("/{id}")
  @Operation(
      operationId = "labelTrainingRun",
      summary = "Writes tags and notes on a run, in the place of those it has")
  TrainingRunView label(@PathVariable String id, @Valid @RequestBody RunLabelRequest label) {
    return runs.label(id, label).orElseThrow(() -> unknown(id));
  }

  static Refused unknown(String id) {
    return Refused.unknown("training run", id);
  }
}
