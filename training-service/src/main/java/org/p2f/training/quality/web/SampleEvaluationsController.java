package org.p2f.training.quality.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
import org.p2f.kit.problem.Refused;
import org.p2f.training.JobKinds;
import org.p2f.training.dataset.web.Datasets;
import org.p2f.training.quality.FeatureNetworks;
import org.p2f.training.quality.QualityDescription;
import org.p2f.training.quality.QualityPlan;
import org.p2f.training.sampling.SamplesDescription;
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

/** Evaluations of samples. */
@RestController
@RequestMapping("/v1/sample-evaluations")
@Tag(name = "sample-evaluations", description = "How near samples are to real images")
final class SampleEvaluationsController {
  private final JobsOfKind<SampleEvaluationView> jobs;
  private final Artifacts artifacts;
  private final Datasets datasets;
  private final FeatureNetworks networks;
  private final SubmitJob submitJob;
  private final JsonMapper json;

  SampleEvaluationsController(
      Jobs jobs,
      Artifacts artifacts,
      Datasets datasets,
      FeatureNetworks networks,
      SubmitJob submitJob,
      JsonMapper json) {
    this.jobs = new JobsOfKind<>(jobs, JobKinds.QUALITY, "sample evaluation", this::view);
    this.artifacts = artifacts;
    this.datasets = datasets;
    this.networks = networks;
    this.submitJob = submitJob;
    this.json = json;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "createSampleEvaluation", summary = "Starts comparing samples")
  ResponseEntity<SampleEvaluationView> create(
      @RequestBody SampleEvaluationRequest request,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    String network =
        networks
            .sha256()
            .orElseThrow(
                () ->
                    Refused.unprocessable(
                        "no-feature-network",
                        "This service has no feature network; its operator sets one by"
                            + " p2f.features.network"));
    QualityPlan plan =
        PlanQuality.resolve(
            request,
            network,
            artifacts
                .find(request.samplesId(), ArtifactKind.SAMPLES)
                .map(a -> json.treeToValue(a.attributes(), SamplesDescription.class)),
            datasets.find(request.datasetId()).map(Datasets.Dataset::description),
            Bounds.of(request));
    return jobs.submit(
        submitJob, plan, List.of(plan.samplesId(), plan.datasetId()), idempotencyKey);
  }

  @GetMapping
  @Operation(operationId = "listSampleEvaluations", summary = "Evaluations, newest first")
  PageView<SampleEvaluationView> list(PageQuery page) {
    return jobs.list(page);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getSampleEvaluation", summary = "One evaluation of samples")
  SampleEvaluationView get(@PathVariable String id) {
    return jobs.get(id);
  }

  @PostMapping("/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "cancelSampleEvaluation", summary = "Asks an evaluation to stop")
  SampleEvaluationView cancel(@PathVariable String id) {
    return jobs.cancel(id);
  }

  private SampleEvaluationView view(Job job) {
    var plan = json.treeToValue(job.plan(), QualityPlan.class);
    return new SampleEvaluationView(
        job.id(),
        plan.name(),
        JobView.of(job),
        plan,
        job.artifacts().stream()
            .flatMap(id -> artifacts.find(id, ArtifactKind.QUALITY).stream())
            .map(a -> json.treeToValue(a.attributes(), QualityDescription.class))
            .findFirst()
            .orElse(null));
  }
}
