package org.p2f.training.likelihood.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.Artifacts;
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
import org.p2f.training.likelihood.LikelihoodDescription;
import org.p2f.training.likelihood.LikelihoodPlan;
import org.p2f.training.model.web.Models;
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

/** Likelihoods. */
@RestController
@RequestMapping("/v1/likelihoods")
@Tag(name = "likelihoods", description = "Bits per dimension of images under a model")
final class LikelihoodsController {
  private final JobsOfKind<LikelihoodView> jobs;
  private final Artifacts artifacts;
  private final Models models;
  private final Datasets datasets;
  private final SubmitJob submitJob;
  private final JsonMapper json;

  LikelihoodsController(
      Jobs jobs,
      Artifacts artifacts,
      Models models,
      Datasets datasets,
      SubmitJob submitJob,
      JsonMapper json) {
    this.jobs = new JobsOfKind<>(jobs, JobKinds.LIKELIHOOD, "likelihood", this::view);
    this.artifacts = artifacts;
    this.models = models;
    this.datasets = datasets;
    this.submitJob = submitJob;
    this.json = json;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "createLikelihoods", summary = "Starts computing likelihoods")
  ResponseEntity<LikelihoodView> create(
      @RequestBody LikelihoodRequest request,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    Optional<Artifact> model = models.find(request.modelId());
    var plan =
        PlanLikelihood.resolve(
            request,
            model.map(Artifact::id).orElse(request.modelId()),
            model.map(Artifact::name).orElse(request.modelId()),
            model.map(models::facts),
            datasets.find(request.datasetId()).map(Datasets.Dataset::description),
            Bounds.of(request));
    return jobs.submit(submitJob, plan, List.of(plan.modelId(), plan.datasetId()), idempotencyKey);
  }

  @GetMapping
  @Operation(operationId = "listLikelihoods", summary = "Likelihoods, newest first")
  PageView<LikelihoodView> list(PageQuery page) {
    return jobs.list(page);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getLikelihoods", summary = "One computation of likelihoods")
  LikelihoodView get(@PathVariable String id) {
    return jobs.get(id);
  }

  @PostMapping("/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "cancelLikelihoods", summary = "Asks a computation to stop")
  LikelihoodView cancel(@PathVariable String id) {
    return jobs.cancel(id);
  }

  private LikelihoodView view(Job job) {
    var plan = json.treeToValue(job.plan(), LikelihoodPlan.class);
    var result = job.artifacts().stream().findFirst().flatMap(artifacts::find);
    var made =
        result.map(
            artifact -> json.treeToValue(artifact.attributes(), LikelihoodDescription.class));
    return new LikelihoodView(
        job.id(),
        plan.name(),
        JobView.of(job),
        plan,
        plan.n(),
        made.map(LikelihoodDescription::bitsPerDimension).orElse(null),
        made.map(LikelihoodDescription::low).orElse(null),
        made.map(LikelihoodDescription::high).orElse(null),
        result.map(Artifact::id).orElse(null));
  }
}
