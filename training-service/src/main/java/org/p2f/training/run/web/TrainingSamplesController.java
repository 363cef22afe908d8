package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.Jobs;
import org.p2f.kit.job.JobsOfKind;
import org.p2f.kit.problem.Refused;
import org.p2f.training.JobKinds;
import org.p2f.training.run.store.SampleGrids;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Pictures of samples made while runs were trained. */
@RestController
@RequestMapping("/v1/training-runs/{id}/samples")
@Tag(name = "training-runs")
final class TrainingSamplesController {
  private final JobsOfKind<String> ids;
  private final SampleGrids grids;

  TrainingSamplesController(Jobs jobs, SampleGrids grids) {
    this.ids = new JobsOfKind<>(jobs, JobKinds.TRAINING, "training run", Job::id);
    this.grids = grids;
  }

  @GetMapping
  @Operation(
      operationId = "listTrainingSamples",
      summary = "The pictures of samples that a run has made, and what they took")
  TrainingSamplesView list(@PathVariable String id) {
    return TrainingSamplesView.of(grids.list(ids.get(id)));
  }

  @GetMapping(path = "/{step}", produces = MediaType.IMAGE_PNG_VALUE)
  @Operation(
      operationId = "getTrainingSamples",
      summary = "Test images, and below each a sample of its code",
      description = "The noise is the same after every step and in every run.")
  @ApiResponse(
      responseCode = "200",
      description = "The picture",
      content =
          @Content(
              mediaType = MediaType.IMAGE_PNG_VALUE,
              schema = @Schema(type = "string", format = "binary")))
  byte[] get(
      @PathVariable String id,
      @Parameter(description = "Number of steps behind it") @PathVariable long step) {
    return grids
        .picture(ids.get(id), step)
        .orElseThrow(
            () ->
                Refused.notFound(
                    "unknown-image",
                    "Training run %s has no picture of step %d".formatted(id, step)));
  }
}
