package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.training.run.MetricPoint;
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
        .ifPresent(course -> course.points().forEach(point -> add(file, point)));
    runs.probes(id)
        .ifPresent(
            probes ->
                probes
                    .points()
                    .forEach(
                        point ->
                            file.add(
                                point.step(),
                                at("probe_accuracy/" + point.factor(), point.t()),
                                point.accuracy())));
    runs.heldOutLosses(id)
        .ifPresent(
            losses ->
                losses
                    .points()
                    .forEach(
                        point -> {
                          file.add(
                              point.step(), at("held_out/loss", point.t()), point.heldOutLoss());
                          file.add(point.step(), at("held_out/rate", point.t()), point.rate());
                        }));
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("events.out.tfevents.%d.%s".formatted(started.getEpochSecond(), id))
                .build()
                .toString())
        .body(file.bytes());
  }

  private static void add(EventFile file, MetricPoint point) {
    add(file, point.step(), "loss", point.loss());
    add(file, point.step(), "score_loss", point.scoreLoss());
    add(file, point.step(), "latent_penalty", point.latentPenalty());
    add(file, point.step(), "reconstruction_loss", point.reconstructionLoss());
    add(file, point.step(), "gradient_norm", point.gradientNorm());
    add(file, point.step(), "learning_rate", point.learningRate());
    add(file, point.step(), "average_decay", point.averageDecay());
    add(file, point.step(), "images_per_second", point.imagesPerSecond());
    add(file, point.step(), "data_wait", point.dataWait());
    add(file, point.step(), "memory_bytes", point.memoryBytes());
  }

  private static void add(EventFile file, long step, String name, @Nullable Number value) {
    if (value != null) {
      file.add(step, "train/" + name, value.doubleValue());
    }
  }

  private static String at(String tag, double t) {
    return "%s/t=%s".formatted(tag, Math.round(t * 1e3) / 1e3);
  }
}
