package org.p2f.training.model.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.kit.job.IdempotencyKey;
import org.p2f.kit.job.JobView;
import org.p2f.kit.job.SubmitJob;
import org.p2f.kit.plan.Violations;
import org.p2f.kit.problem.Bounds;
import org.p2f.kit.problem.Refused;
import org.p2f.spec.optimizer.PostHocAverage;
import org.p2f.spec.optimizer.PowerProfile;
import org.p2f.training.JobKinds;
import org.p2f.training.model.ModelAveragePlan;
import org.p2f.training.model.ModelDescription;
import org.p2f.training.model.ModelDescription.KeptAverages;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Models of averages over the training of others. */
@RestController
@Tag(name = "models")
final class ModelAveragesController {
  /** Of a profile; where kept averages lie too far apart for a narrow one, it is larger. */
  private static final double MOST_ERROR = .1;

  private final Models models;
  private final SubmitJob submitJob;

  ModelAveragesController(Models models, SubmitJob submitJob) {
    this.models = models;
    this.submitJob = submitJob;
  }

  @PostMapping("/v1/models/{id}/averages")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      operationId = "averageModel",
      summary = "Starts a job that makes a model of another average over training",
      description =
          "The weights are an average over the whole training by a power function of the chosen"
              + " width, made of the averages that the run kept (averages.everySteps of a training"
              + " run). They are the new model's only ones, `raw`. Source: Karras et al.,"
              + " arXiv:2312.02696, sect. 3.")
  ResponseEntity<JobView> average(
      @PathVariable String id,
      @RequestBody ModelAverageRequest request,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    Artifact model = models.get(id);
    Bounds.of(request).requireName(request.name(), Violations.LONGEST_NAME).refuse();
    requireWithin(models.description(model), request.width());
    var plan =
        new ModelAveragePlan(
            Objects.requireNonNullElseGet(
                request.name(), () -> name(model.name(), request.width())),
            model.id(),
            request.width());
    return submitJob.accept(JobKinds.MODEL_AVERAGE, plan, List.of(model.id()), idempotencyKey);
  }

  private static String name(String model, double width) {
    String ending = ", average of width " + width;
    int most = Violations.LONGEST_NAME - ending.length();
    return (model.length() <= most ? model : model.substring(0, most)) + ending;
  }

  private static void requireWithin(ModelDescription model, double width) {
    KeptAverages kept = model.averages();
    if (kept == null) {
      throw Refused.field(
          "id", "its training kept no averages: they are asked for by averages.everySteps");
    }
    double error =
        PostHocAverage.of(kept.profiles(), new PowerProfile(model.step(), width)).error();
    if (!(error <= MOST_ERROR)) {
      throw Refused.field(
          "width",
          "the averages that were kept give it with an error of %.0f %%; others are closer, or keep them more often"
              .formatted(100 * error));
    }
  }
}
