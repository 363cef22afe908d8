package org.p2f.downstream.analysis.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.downstream.JobKinds;
import org.p2f.downstream.analysis.Analysis;
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

/** Analyses, and the jobs that make them. */
@RestController
@RequestMapping("/v1/analyses")
@Tag(name = "analyses", description = "What codes and heads trained on them tell")
final class AnalysesController {
  private static final Results.Sort<Analysis> SORT =
      new Results.Sort<>(ArtifactKind.ANALYSIS, Analysis.FILE, Analysis.class, "analysis");

  private final TrajectoriesCatalog trajectories;
  private final Results results;
  private final SubmitJob submitJob;

  AnalysesController(TrajectoriesCatalog trajectories, Results results, SubmitJob submitJob) {
    this.trajectories = trajectories;
    this.results = results;
    this.submitJob = submitJob;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      operationId = "createAnalysis",
      summary = "Starts a job that examines codes, or heads trained on them")
  ResponseEntity<JobView> create(
      @Valid @RequestBody AnalysisRequest request,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    var plan = request.planOn(trajectories::require);
    return submitJob.accept(JobKinds.ANALYSIS, plan, plan.inputs(), idempotencyKey);
  }

  @GetMapping
  @Operation(operationId = "listAnalyses", summary = "Finished analyses, newest first")
  PageView<AnalysisView> list(PageQuery page) {
    return results.list(SORT, page, AnalysisView::of);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getAnalysis", summary = "One finished analysis")
  AnalysisView get(@PathVariable String id) {
    return results.get(SORT, id, AnalysisView::of);
  }
}
