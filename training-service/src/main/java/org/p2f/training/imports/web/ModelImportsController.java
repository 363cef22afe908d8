package org.p2f.training.imports.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.ArtifactAliases;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.kit.job.IdempotencyKey;
import org.p2f.kit.job.JobView;
import org.p2f.kit.job.SubmitJob;
import org.p2f.kit.problem.Bounds;
import org.p2f.kit.problem.InvalidField;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;
import org.p2f.training.JobKinds;
import org.p2f.training.dataset.web.UploadChecks;
import org.p2f.training.imports.ModelImportPlan;
import org.p2f.training.imports.ModelOutlooks;
import org.p2f.training.model.web.Models;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Models of weights that were trained elsewhere. */
@RestController
@Tag(name = "models")
final class ModelImportsController {
  /** Of the tensors that do not fit; a wrong preset can be wrong about all of them. */
  private static final int MOST_NAMED = 200;

  private final UploadChecks uploadChecks;
  private final ModelOutlooks outlooks;
  private final ArtifactAliases aliases;
  private final SubmitJob submitJob;

  ModelImportsController(
      UploadChecks uploadChecks,
      ModelOutlooks outlooks,
      ArtifactAliases aliases,
      SubmitJob submitJob) {
    this.uploadChecks = uploadChecks;
    this.outlooks = outlooks;
    this.aliases = aliases;
    this.submitJob = submitJob;
  }

  @PostMapping("/v1/models")
  @Operation(
      operationId = "importModel",
      summary = "Starts a job that makes a model of uploaded weights",
      description =
          "Names and shapes of all tensors are compared with the networks before the job starts;"
              + " what does not fit is answered tensor by tensor (422, unfit-weights).")
  @ApiResponse(
      responseCode = "202",
      description = "Started",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  @ApiResponse(
      responseCode = "2XX", // a range, for generated clients return what the lowest status has
      description = "200 of a dry run: nothing was kept",
      content = @Content(schema = @Schema(implementation = ModelImportPreviewView.class)))
  ResponseEntity<?> importModel(
      @RequestBody ModelImportRequest request,
      @Parameter(description = "Keeps nothing and answers what would become of the weights")
          @RequestParam(defaultValue = "false")
          boolean dryRun,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    ModelImportPlan plan = plan(request);
    ModelOutlooks.Outlook outlook = outlook(plan);
    requireFit(outlook.misfits());
    if (dryRun) {
      return ResponseEntity.ok(ModelImportPreviewView.of(outlook));
    }
    return submitJob.accept(JobKinds.MODEL_IMPORT, plan, plan.inputs(), idempotencyKey);
  }

  private ModelImportPlan plan(ModelImportRequest request) {
    ModelImportPlan plan = PlanImport.resolve(request, Bounds.of(request));
    if (plan.alias() != null) {
      Models.requireName(plan.alias());
      aliases.requireFree(ArtifactKind.MODEL, plan.alias());
    }
    Map<String, String> uploads = new LinkedHashMap<>();
    uploads.put("weightsId", plan.weightsId());
    if (plan.averagesId() != null) {
      uploads.put("averagesId", plan.averagesId());
    }
    if (plan.specId() != null) {
      uploads.put("specId", plan.specId());
    }
    uploadChecks.require(uploads);
    return plan;
  }

  private ModelOutlooks.Outlook outlook(ModelImportPlan plan) {
    try {
      return outlooks.of(plan);
    } catch (ModelOutlooks.UnreadableWeights unreadable) {
      throw Refused.unprocessable("invalid-data", String.valueOf(unreadable.getMessage()));
    }
  }

  private static void requireFit(List<ModelOutlooks.Outlook.ToldTensor> misfits) {
    if (misfits.isEmpty()) {
      return;
    }
    String detail =
        misfits.size() <= MOST_NAMED
            ? "%d tensors do not fit the networks".formatted(misfits.size())
            : "%d tensors do not fit the networks; the first %d are named"
                .formatted(misfits.size(), MOST_NAMED);
    throw new Refused(
        new Refusal(
            "unfit-weights",
            422,
            detail,
            misfits.stream()
                .limit(MOST_NAMED)
                .map(tensor -> new InvalidField(tensor.name(), tensor.reason()))
                .toList(),
            Map.of()));
  }
}
