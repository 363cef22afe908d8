package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.job.IdempotencyKey;
import org.p2f.kit.job.SubmitJob;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.p2f.training.run.store.Cancellations;
import org.springframework.http.HttpStatus;
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

/** Training runs over seeds and sizes of the code as one resource. */
@RestController
@RequestMapping("/v1/training-sweeps")
@Tag(name = "training-sweeps", description = "Training runs over seeds and sizes of the code")
final class TrainingSweepsController {
  private final Sweeps sweeps;

  TrainingSweepsController(Sweeps sweeps) {
    this.sweeps = sweeps;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      operationId = "createTrainingSweep",
      summary = "Starts a training run for each seed and size, all or none")
  ResponseEntity<TrainingSweepView> create(
      @RequestBody TrainingSweepRequest request,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    TrainingSweepView sweep = sweeps.start(request, idempotencyKey);
    return SubmitJob.accepted("/v1/training-sweeps/" + sweep.id(), sweep);
  }

  @GetMapping
  @Operation(operationId = "listTrainingSweeps", summary = "Sweeps, newest first")
  PageView<TrainingSweepView> list(PageQuery page) {
    return sweeps.list(page);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getTrainingSweep", summary = "One sweep with its runs")
  TrainingSweepView get(@PathVariable String id) {
    return sweeps.find(id).orElseThrow(() -> unknown(id));
  }

  @PostMapping("/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      operationId = "cancelTrainingSweep",
      summary = "Asks all runs that have not ended to stop")
  TrainingSweepView cancel(
      @PathVariable String id, @RequestParam(defaultValue = "discard") Cancellations.Choice keep) {
    return sweeps.cancel(id, keep).orElseThrow(() -> unknown(id));
  }

  private static Refused unknown(String id) {
    return Refused.unknown("training sweep", id);
  }
}
