package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Objects;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The course of a run as a file that TensorBoard opens. */
@RestController
@Tag(name = "training-runs")
final class TensorBoardController {
  /** More than a screen shows; longer runs are thinned to means. */
  private static final int POINTS = 10_000;

  private final TrainingRuns runs;

  TensorBoardController(TrainingRuns runs) {
    this.runs = runs;
  }

  @GetMapping(
      path = "/v1/training-runs/{id}/tensorboard",
      produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  @Operation(
      operationId = "exportTrainingEvents",
      summary = "A run's metrics, probes and held-out losses as an event file of TensorBoard",
      description =
          "Save it under its own name in a folder for the run, and open that with tensorboard"
              + " --logdir. All events have the time at which the run started; steps tell them"
              + " apart.")
  @ApiResponse(
      responseCode = "200",
      description = "The event file",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
              schema = @Schema(type = "string", format = "binary")))
  ResponseEntity<byte[]> events(@PathVariable String id) {
    var run = runs.find(id).orElseThrow(() -> TrainingRunsController.unknown(id));
    Instant started = Objects.requireNonNullElse(run.job().startedAt(), run.job().createdAt());
    var file = new EventFile(started);
    runs.metrics(id, 1, Long.MAX_VALUE, POINTS)
        .ifPresent(course -> course.points().forEach(point -> point.scalars().forEach(file::add)));
    runs.probes(id)
        .ifPresent(probes -> probes.points().forEach(point -> point.scalars().forEach(file::add)));
    runs.heldOutLosses(id)
        .ifPresent(losses -> losses.points().forEach(point -> point.scalars().forEach(file::add)));
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("events.out.tfevents.%d.%s".formatted(started.getEpochSecond(), id))
                .build()
                .toString())
        .body(file.bytes());
  }
}
