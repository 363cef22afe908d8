package org.p2f.training.dataset.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.job.IdempotencyKey;
import org.p2f.kit.job.JobView;
import org.p2f.kit.job.SubmitJob;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.p2f.training.JobKinds;
import org.p2f.training.dataset.DatasetOutlooks;
import org.p2f.training.dataset.DatasetPlan;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Data sets, and the jobs that make them. */
@RestController
@RequestMapping("/v1/datasets")
@Tag(name = "datasets", description = "Images with their factors")
final class DatasetsController {
  private final Datasets datasets;
  private final UploadChecks uploadChecks;
  private final DatasetOutlooks outlooks;
  private final SubmitJob submitJob;

  DatasetsController(
      Datasets datasets, UploadChecks uploadChecks, DatasetOutlooks outlooks, SubmitJob submitJob) {
    this.outlooks = outlooks;
    this.datasets = datasets;
    this.uploadChecks = uploadChecks;
    this.submitJob = submitJob;
  }

  @PostMapping
  @Operation(operationId = "createDataset", summary = "Starts a job that makes a data set")
  @ApiResponse(
      responseCode = "202",
      description = "Started",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  @ApiResponse(
      responseCode = "2XX", // a range, for generated clients return what the lowest status has
      description = "200 of a dry run: nothing was kept",
      content = @Content(schema = @Schema(implementation = DatasetPreviewView.class)))
  ResponseEntity<?> create(
      @RequestBody DatasetRequest request,
      @Parameter(description = "Keeps nothing and answers what POST /v1/datasets/preview does")
          @RequestParam(defaultValue = "false")
          boolean dryRun,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    DatasetPlan plan = plan(request);
    if (dryRun) {
      return ResponseEntity.ok(preview(plan));
    }
    return submitJob.accept(JobKinds.DATASET_IMPORT, plan, plan.uploadIds(), idempotencyKey);
  }

  @PostMapping("/preview")
  @Operation(
      operationId = "previewDataset",
      summary = "What would be read as which class and split; keeps nothing")
  DatasetPreviewView preview(@RequestBody DatasetRequest request) {
    return preview(plan(request));
  }

  private DatasetPlan plan(DatasetRequest request) {
    DatasetPlan plan = request.toPlan();
    requireFetchable(plan);
    Map<String, String> uploads = new LinkedHashMap<>();
    for (int i = 0; i < plan.uploadIds().size(); i++) {
      uploads.put("uploadIds[%d]".formatted(i), plan.uploadIds().get(i));
    }
    uploadChecks.require(uploads);
    return plan;
  }

  private DatasetPreviewView preview(DatasetPlan plan) {
    if (plan.fetch()) {
      throw Refused.field("fetch", "what is not fetched yet cannot be previewed");
    }
    try {
      return DatasetPreviewView.of(outlooks.of(plan));
    } catch (DatasetOutlooks.UnreadableSource unreadable) {
      throw Refused.unprocessable("invalid-data", String.valueOf(unreadable.getMessage()));
    }
  }

  @GetMapping
  @Operation(operationId = "listDatasets", summary = "Data sets, newest first")
  PageView<DatasetView> list(PageQuery page) {
    return PageView.of(datasets.list(page), Datasets.Dataset::view);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getDataset", summary = "One data set")
  DatasetView get(@PathVariable String id) {
    return datasets.find(id).map(Datasets.Dataset::view).orElseThrow(() -> unknown(id));
  }

  static Refused unknown(String id) {
    return Refused.unknown("dataset", id);
  }

  private void requireFetchable(DatasetPlan plan) {
    if (plan.fetch()) {
      outlooks
          .unfetchable(plan.source())
          .ifPresent(
              why -> {
                throw Refused.field("fetch", why);
              });
    }
  }
}
