package org.p2f.training.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.job.Job;
import org.p2f.kit.job.IdempotencyKey;
import org.p2f.kit.job.SubmitJob;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.p2f.training.domain.JobKinds;
import org.p2f.training.domain.TrainingPlan;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Training runs. */
@RestController
@RequestMapping("/v1/training-runs")
@Tag(name = "training-runs", description = "From a data set to a model")
final class TrainingRunsController {
  private static final int MOST_POINTS = 10_000;

  private final TrainingRuns runs;
  private final TrainingPlanning planning;
  private final SubmitJob submitJob;

  TrainingRunsController(TrainingRuns runs, TrainingPlanning planning, SubmitJob submitJob) {
    this.runs = runs;
    this.planning = planning;
    this.submitJob = submitJob;
  }

  @PostMapping
  @Operation(operationId = "createTrainingRun", summary = "Starts a training run")
  @ApiResponse(
      responseCode = "202",
      description = "Started",
      content = @Content(schema = @Schema(implementation = TrainingRunView.class)))
  ResponseEntity<?> create(
      @RequestBody TrainingRunRequest request,
      @Parameter(
              description =
                  "Starts nothing; the answer is 200 with what POST /v1/training-plans answers")
          @RequestParam(defaultValue = "false")
          boolean dryRun,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    TrainingPlan plan = planning.plan(request);
    if (dryRun) {
      return ResponseEntity.ok(planning.view(plan));
    }
    Job job = submitJob.submit(JobKinds.TRAINING, plan, List.of(plan.datasetId()), idempotencyKey);
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

  @GetMapping("/{id}/metrics")
  @Operation(operationId = "getTrainingMetrics", summary = "The course of a training run")
  TrainingMetricsView metrics(
      @PathVariable String id,
      @Parameter(description = "Thinned to at most that many")
          @RequestParam(defaultValue = "500")
          @Min(1)
          @Max(MOST_POINTS)
          int points) {
    return runs.metrics(id, points).map(TrainingMetricsView::of).orElseThrow(() -> unknown(id));
  }

  @PostMapping("/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "cancelTrainingRun", summary = "Asks a training run to stop")
  TrainingRunView cancel(@PathVariable String id) {
    return runs.cancel(id).orElseThrow(() -> unknown(id));
  }

  private static Refused unknown(String id) {
    return Refused.notFound("unknown-training-run", "No training run '%s'".formatted(id));
  }
}
