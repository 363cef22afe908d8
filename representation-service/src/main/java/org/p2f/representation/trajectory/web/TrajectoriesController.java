package org.p2f.representation.trajectory.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.job.IdempotencyKey;
import org.p2f.kit.job.JobView;
import org.p2f.kit.job.SubmitJob;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.encoding.web.ElementKind;
import org.p2f.representation.trajectory.ExtractionPlan;
import org.p2f.representation.trajectory.NeighbourQuery;
import org.p2f.representation.trajectory.TrajectoriesCard;
import org.p2f.representation.trajectory.TrajectorySlices;
import org.p2f.spec.data.TrajectorySplit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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
import tools.jackson.databind.json.JsonMapper;

/** Trajectories of whole data sets, extracted by jobs. */
@RestController
@RequestMapping("/v1/trajectories")
@Tag(name = "trajectories", description = "Codes of whole data sets at every time")
final class TrajectoriesController {
  private static final int SLICE_LIMIT = 256;

  private final ExtractionPlans plans;
  private final SubmitJob submitJob;
  private final Artifacts artifacts;
  private final TrajectorySlices slices;
  private final NeighbourQueries queries;
  private final JsonMapper json;

  TrajectoriesController(
      ExtractionPlans plans,
      SubmitJob submitJob,
      Artifacts artifacts,
      TrajectorySlices slices,
      NeighbourQueries queries,
      JsonMapper json) {
    this.plans = plans;
    this.submitJob = submitJob;
    this.artifacts = artifacts;
    this.slices = slices;
    this.queries = queries;
    this.json = json;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "createTrajectories", summary = "Starts encoding a whole data set")
  ResponseEntity<JobView> create(
      @RequestBody TrajectoriesRequest request,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    ExtractionPlan plan = plans.read(request);
    return submitJob.accept(
        ExtractionPlan.JOB, plan, List.of(plan.modelId(), plan.datasetId()), idempotencyKey);
  }

  @GetMapping
  @Operation(operationId = "listTrajectories", summary = "Trajectories, newest first")
  PageView<TrajectoriesView> list(PageQuery page) {
    return PageView.of(
        artifacts.list(ArtifactKind.TRAJECTORIES, page.cursor(), page.limit()), this::view);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getTrajectories", summary = "One data set's trajectories")
  TrajectoriesView get(@PathVariable String id) {
    return view(find(id));
  }

  @GetMapping("/{id}/slice")
  @Operation(operationId = "sliceTrajectories", summary = "Codes and labels of some images")
  TrajectoriesSliceView slice(
      @PathVariable String id,
      @Parameter(description = "train by default; validation images are among them")
          @RequestParam(defaultValue = "train")
          TrajectorySplit split,
      @Parameter(description = "First image, counted within the split")
          @RequestParam(defaultValue = "0")
          @Min(0)
          int from,
      @RequestParam(defaultValue = "16") @Min(1) @Max(SLICE_LIMIT) int count) {
    TrajectoriesCard card = card(find(id));
    int images = card.images(split);
    if (from >= images) {
      throw Refused.field("from", "must be below %d, is %d".formatted(images, from));
    }
    int told = Math.min(count, images - from);
    return TrajectoriesSliceView.of(
        id, split, from, card.times(), slices.read(id, split, from, told));
  }

  @PostMapping("/{id}/neighbours")
  @Operation(
      operationId = "findNeighbours",
      summary = "Images whose codes are like an image's at chosen times, or unlike it",
      description = "Exact: every image is looked at. Coarse to fine by several stages.")
  NeighboursView neighbours(@PathVariable String id, @RequestBody NeighboursRequest request) {
    NeighbourQuery query = queries.read(id, card(find(id)), request);
    return NeighboursView.of(id, query, slices.search(id, query));
  }

  @GetMapping("/{id}/export")
  @Operation(
      operationId = "exportTrajectories",
      summary = "A split's codes, or labels, as a file that other tools read")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
              schema = @Schema(type = "string", format = "binary")))
  void export(
      @PathVariable String id,
      @Parameter(description = "train by default") @RequestParam(defaultValue = "train")
          TrajectorySplit split,
      @Parameter(description = "npy by default") @RequestParam(defaultValue = "npy")
          ExportFormat format,
      @Parameter(description = "float32 by default; float16 halves an npy")
          @RequestParam(defaultValue = "float32")
          ElementKind type,
      HttpServletResponse response)
      throws IOException {
    TrajectoriesCard card = card(find(id));
    if (type == ElementKind.UINT8) {
      throw Refused.field("type", "must be float32 or float16");
    }
    var export = new TrajectoriesExport(slices, id, card, split, type);
    response.setContentType(format.mediaType());
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        "attachment; filename=\"%s-%s.%s\""
            .formatted(id, split.name().toLowerCase(Locale.ROOT), format.extension()));
    if (export.length(format) >= 0) {
      response.setContentLengthLong(export.length(format));
    }
    export.write(format, response.getOutputStream());
  }

  private TrajectoriesView view(Artifact artifact) {
    return TrajectoriesView.of(artifact, card(artifact));
  }

  private TrajectoriesCard card(Artifact artifact) {
    return json.treeToValue(artifact.attributes(), TrajectoriesCard.class);
  }

  private Artifact find(String id) {
    return artifacts
        .find(id, ArtifactKind.TRAJECTORIES)
        .orElseThrow(() -> Refused.unknown("trajectories", id));
  }
}
