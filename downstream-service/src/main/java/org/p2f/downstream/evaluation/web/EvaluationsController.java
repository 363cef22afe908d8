package org.p2f.downstream.evaluation.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.downstream.JobKinds;
import org.p2f.downstream.evaluation.Evaluation;
import org.p2f.downstream.web.Results;
import org.p2f.downstream.web.TrajectoriesCatalog;
import org.p2f.kit.job.IdempotencyKey;
import org.p2f.kit.job.JobView;
import org.p2f.kit.job.SubmitJob;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Evaluations, and the jobs that make them. */
@RestController
@RequestMapping("/v1/evaluations")
@Tag(name = "evaluations", description = "What heads read of codes")
final class EvaluationsController {
  private static final Results.Sort<Evaluation> SORT =
      new Results.Sort<>(ArtifactKind.EVALUATION, Evaluation.FILE, Evaluation.class, "evaluation");

  private final TrajectoriesCatalog trajectories;
  private final Results results;
  private final SubmitJob submitJob;

  EvaluationsController(TrajectoriesCatalog trajectories, Results results, SubmitJob submitJob) {
    this.trajectories = trajectories;
    this.results = results;
    this.submitJob = submitJob;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      operationId = "createEvaluation",
      summary = "Starts a job that trains heads on trajectories")
  ResponseEntity<JobView> create(
      @Valid @RequestBody EvaluationRequest request,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    var plan = request.planOn(trajectories.require(request.sources()));
    return submitJob.accept(JobKinds.EVALUATION, plan, plan.sources().ids(), idempotencyKey);
  }

  @GetMapping
  @Operation(operationId = "listEvaluations", summary = "Finished evaluations, newest first")
  PageView<EvaluationView> list(PageQuery page) {
    return results.list(SORT, page, EvaluationView::of);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getEvaluation", summary = "One finished evaluation")
  EvaluationView get(@PathVariable String id) {
    return results.get(SORT, id, EvaluationView::of);
  }
}
