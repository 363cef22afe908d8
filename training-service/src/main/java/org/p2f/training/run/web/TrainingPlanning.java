package org.p2f.training.run.web;

import java.util.List;
import java.util.Optional;
import org.p2f.kit.problem.Bounds;
import org.p2f.kit.problem.InvalidField;
import org.p2f.kit.problem.Refused;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.dataset.web.Datasets;
import org.p2f.training.run.TrainingCost;
import org.p2f.training.run.TrainingPlan;
import org.p2f.training.run.TrainingRunRequest;
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
  public TrainingPlan plan(TrainingRunRequest request) {
    Optional<TrainingRunRequest.Setting> setting =
        datasets
            .find(request.datasetId())
            .map(
                dataset ->
                    new TrainingRunRequest.Setting(
                        dataset.artifact().name(), dataset.description(), cost.fastestPrecision()));
    TrainingPlan plan = request.plan(setting, Bounds.of(request));
    checkpointChecks.require(plan);
    return plan;
  }

  /** Takes seconds: steps are measured. */
  TrainingPlanView view(TrainingPlan plan) {
    Datasets.Dataset dataset =
        datasets
            .find(plan.datasetId())
            .orElseThrow(
                () -> Refused.fields(List.of(new InvalidField("datasetId", "is unknown"))));
    DatasetDescription images = dataset.description();
    Optional<TrainingCost.Estimate> estimate = cost.estimate(plan, images, datasets.file(dataset));
    return new TrainingPlanView(
        plan,
        cost.parameterCount(plan, images),
        estimate.map(TrainingCost.Estimate::seconds).orElse(null),
        estimate.map(TrainingCost.Estimate::memoryBytes).orElse(null));
  }
}
