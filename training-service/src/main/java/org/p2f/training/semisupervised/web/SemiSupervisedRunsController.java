package org.p2f.training.semisupervised.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
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
import org.p2f.training.model.web.Models;
import org.p2f.training.semisupervised.ClassifierDescription;
import org.p2f.training.semisupervised.SemiSupervisedPlan;
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

/** Semi-supervised runs. */
@RestController
@RequestMapping("/v1/semi-supervised-runs")
@Tag(
    name = "semi-supervised-runs",
    description = "Classifiers that learn from few labels and many images")
final class SemiSupervisedRunsController {
  private final JobsOfKind<SemiSupervisedRunView> jobs;
  private final Artifacts artifacts;
  private final Models models;
  private final Datasets datasets;
  private final SubmitJob submitJob;
  private final JsonMapper json;

  SemiSupervisedRunsController(
      Jobs jobs,
      Artifacts artifacts,
      Models models,
      Datasets datasets,
      SubmitJob submitJob,
      JsonMapper json) {
    this.jobs = new JobsOfKind<>(jobs, JobKinds.SEMI_SUPERVISED, "semi-supervised run", this::view);
    this.artifacts = artifacts;
    this.models = models;
    this.datasets = datasets;
    this.submitJob = submitJob;
    this.json = json;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      operationId = "createSemiSupervisedRun",
      summary = "Starts learning a factor from few labels")
  ResponseEntity<SemiSupervisedRunView> create(
      @RequestBody SemiSupervisedRunRequest request,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    SemiSupervisedPlan plan =
        PlanSemiSupervised.resolve(
            request,
            model(request)
                .map(found -> new PlanSemiSupervised.Named(found.id(), models.facts(found))),
            datasets.find(request.datasetId()).map(Datasets.Dataset::description),
            Bounds.of(request));
    var inputs = new ArrayList<>(List.of(plan.datasetId()));
    String modelId = plan.backbone().modelId();
    if (modelId != null) {
      inputs.add(modelId);
    }
    return jobs.submit(submitJob, plan, inputs, idempotencyKey);
  }

  private Optional<Artifact> model(SemiSupervisedRunRequest request) {
    return Optional.ofNullable(request.backbone())
        .map(BackboneSettings::modelId)
        .flatMap(models::find);
  }

  @GetMapping
  @Operation(operationId = "listSemiSupervisedRuns", summary = "Runs, newest first")
  PageView<SemiSupervisedRunView> list(PageQuery page) {
    return jobs.list(page);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getSemiSupervisedRun", summary = "One semi-supervised run")
  SemiSupervisedRunView get(@PathVariable String id) {
    return jobs.get(id);
  }

  @PostMapping("/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "cancelSemiSupervisedRun", summary = "Asks a run to stop")
  SemiSupervisedRunView cancel(@PathVariable String id) {
    return jobs.cancel(id);
  }

  private SemiSupervisedRunView view(Job job) {
    var plan = json.treeToValue(job.plan(), SemiSupervisedPlan.class);
    var classifier =
        job.artifacts().stream()
            .flatMap(id -> artifacts.find(id, ArtifactKind.CLASSIFIER).stream())
            .findFirst();
    return new SemiSupervisedRunView(
        job.id(),
        plan.name(),
        JobView.of(job),
        plan,
        classifier
            .map(a -> json.treeToValue(a.attributes(), ClassifierDescription.class))
            .orElse(null),
        classifier.map(Artifact::id).orElse(null));
  }
}
