package org.p2f.training.sampling.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.Jobs;
import org.p2f.kit.job.IdempotencyKey;
import org.p2f.kit.job.JobView;
import org.p2f.kit.job.JobsOfKind;
import org.p2f.kit.job.SubmitJob;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Bounds;
import org.p2f.training.JobKinds;
import org.p2f.training.dataset.web.Datasets;
import org.p2f.training.model.web.Models;
import org.p2f.training.sampling.SamplingPlan;
import org.p2f.training.sampling.SamplingRunRequest;
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
import tools.jackson.databind.json.JsonMapper;

/** Sampling runs. */
@RestController
@RequestMapping("/v1/sampling-runs")
@Tag(name = "sampling-runs", description = "Images from noise")
final class SamplingRunsController {
  private final JobsOfKind<SamplingRunView> runs;
  private final Models models;
  private final Datasets datasets;
  private final SubmitJob submitJob;
  private final JsonMapper json;

  SamplingRunsController(
      Jobs jobs, Models models, Datasets datasets, SubmitJob submitJob, JsonMapper json) {
    this.runs = new JobsOfKind<>(jobs, JobKinds.SAMPLING, "sampling run", this::view);
    this.models = models;
    this.datasets = datasets;
    this.submitJob = submitJob;
    this.json = json;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "createSamplingRun", summary = "Starts a sampling run")
  ResponseEntity<SamplingRunView> create(
      @RequestBody SamplingRunRequest request,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    Optional<Artifact> model = models.find(request.modelId());
    var plan =
        request.plan(
            model.map(Artifact::id).orElse(request.modelId()),
            model.map(Artifact::name).orElse(request.modelId()),
            model.map(models::facts),
            Optional.ofNullable(request.datasetId())
                .flatMap(datasets::find)
                .map(Datasets.Dataset::description),
            Bounds.of(request));
    List<String> inputs =
        Stream.concat(Stream.of(plan.modelId()), Stream.ofNullable(plan.datasetId())).toList();
    return runs.submit(submitJob, plan, inputs, idempotencyKey);
  }

  @GetMapping
  @Operation(operationId = "listSamplingRuns", summary = "Sampling runs, newest first")
  PageView<SamplingRunView> list(PageQuery page) {
    return runs.list(page);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getSamplingRun", summary = "One sampling run")
  SamplingRunView get(@PathVariable String id) {
    return runs.get(id);
  }

  @PostMapping("/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "cancelSamplingRun", summary = "Asks a sampling run to stop")
  SamplingRunView cancel(@PathVariable String id) {
    return runs.cancel(id);
  }

  private SamplingRunView view(Job job) {
    var plan = json.treeToValue(job.plan(), SamplingPlan.class);
    return new SamplingRunView(
        job.id(),
        plan.name(),
        JobView.of(job),
        plan,
        plan.samples(),
        job.artifacts().stream().findFirst().orElse(null));
  }
}
