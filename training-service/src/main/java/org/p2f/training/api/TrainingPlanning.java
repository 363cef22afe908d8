package org.p2f.training.api;

import java.util.Optional;
import org.p2f.kit.problem.Bounds;
import org.p2f.training.domain.PlanTraining;
import org.p2f.training.domain.TrainingCost;
import org.p2f.training.domain.TrainingPlan;
import org.springframework.stereotype.Component;

/** Resolves requests to plans. */
@Component
class TrainingPlanning {
  private final Datasets datasets;
  private final CheckpointChecks checkpointChecks;
  private final TrainingCost cost;

  TrainingPlanning(Datasets datasets, CheckpointChecks checkpointChecks, TrainingCost cost) {
    this.datasets = datasets;
    this.checkpointChecks = checkpointChecks;
    this.cost = cost;
  }

  /**
   * @throws org.p2f.kit.problem.Refused naming every field that is wrong
   */
  TrainingPlan plan(TrainingRunRequest request) {
    Optional<PlanTraining.Setting> setting =
        datasets
            .find(request.datasetId())
            .map(
                dataset ->
                    new PlanTraining.Setting(
                        dataset.artifact().name(), dataset.description(), cost.fastestPrecision()));
    TrainingPlan plan = PlanTraining.resolve(request.toWish(), setting, Bounds.of(request));
    checkpointChecks.require(plan);
    return plan;
  }

  /** Takes seconds: steps are measured. */
  TrainingPlanView view(TrainingPlan plan) {
    Optional<TrainingCost.Estimate> estimate =
        datasets
            .find(plan.datasetId())
            .flatMap(dataset -> cost.estimate(plan, datasets.file(dataset)));
    return new TrainingPlanView(
        plan,
        cost.parameterCount(plan),
        estimate.map(TrainingCost.Estimate::seconds).orElse(null),
        estimate.map(TrainingCost.Estimate::memoryBytes).orElse(null));
  }
}
