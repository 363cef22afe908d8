package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.p2f.training.run.TrainingRunRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Training runs that are not started. */
@RestController
@Tag(name = "training-runs")
final class TrainingPlansController {
  private final TrainingPlanning planning;

  TrainingPlansController(TrainingPlanning planning) {
    this.planning = planning;
  }

  @PostMapping("/v1/training-plans")
  @Operation(
      operationId = "planTrainingRun",
      summary = "What a training run would be and take, without starting it")
  TrainingPlanView plan(@RequestBody TrainingRunRequest request) {
    return planning.view(planning.plan(request));
  }
}
