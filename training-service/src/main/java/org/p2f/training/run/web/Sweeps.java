package org.p2f.training.run.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.kit.json.MergePatch;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Bounds;
import org.p2f.kit.problem.ReadJson;
import org.p2f.training.run.TrainingPlan;
import org.p2f.training.run.TrainingRunRequest;
import org.p2f.training.run.store.Cancellations;
import org.p2f.training.run.store.TrainingSweeps;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sweeps and their runs. */
@Component
class Sweeps {
  private final TrainingSweeps sweeps;
  private final TrainingRuns runs;
  private final TrainingPlanning planning;
  private final StartTraining startTraining;
  private final JsonMapper json;

  Sweeps(
      TrainingSweeps sweeps,
      TrainingRuns runs,
      TrainingPlanning planning,
      StartTraining startTraining,
      JsonMapper json) {
    this.sweeps = sweeps;
    this.runs = runs;
    this.planning = planning;
    this.startTraining = startTraining;
    this.json = json;
  }

  /**
   * Starts all runs or none.
   *
   * @param idempotencyKey as sent; the same key and request lead to the same sweep
   * @throws org.p2f.kit.problem.Refused if one of them cannot be
   */
  @Transactional
  public TrainingSweepView start(TrainingSweepRequest request, @Nullable String idempotencyKey) {
    Bounds.of(request).refuse();
    JsonNode common = json.valueToTree(request.run());
    List<TrainingRunRequest> requests =
        request.patches().stream()
            .map(patch -> MergePatch.apply(common, patch))
            .map(patched -> ReadJson.as(TrainingRunRequest.class, patched, json))
            .toList();
    List<TrainingPlan> plans = requests.stream().map(planning::plan).toList();
    String first =
        startTraining.start(requests.getFirst(), plans.getFirst(), idempotencyKey, request).id();
    return view(
        sweeps
            .ofRun(first)
            .orElseGet(
                () -> {
                  List<String> ids = new ArrayList<>(List.of(first));
                  for (int i = 1; i < plans.size(); i++) {
                    ids.add(startTraining.start(requests.get(i), plans.get(i), null).id());
                  }
                  return sweeps.add(request.title(), ids);
                }));
  }

  Optional<TrainingSweepView> find(String id) {
    return sweeps.find(id).map(this::view);
  }

  PageView<TrainingSweepView> list(PageQuery page) {
    List<TrainingSweeps.Sweep> found = sweeps.list(page.cursor(), page.limit() + 1);
    boolean more = found.size() > page.limit();
    List<TrainingSweeps.Sweep> shown = more ? found.subList(0, page.limit()) : found;
    return PageView.of(new Page<>(shown, more ? shown.getLast().id() : null), this::view);
  }

  /** Cancels the runs that have not ended. */
  Optional<TrainingSweepView> cancel(String id, Cancellations.Choice choice) {
    return sweeps
        .find(id)
        .map(
            sweep -> {
              sweep.runIds().forEach(run -> runs.cancelUnlessOver(run, choice));
              return view(sweep);
            });
  }

  private TrainingSweepView view(TrainingSweeps.Sweep sweep) {
    return TrainingSweepView.of(
        sweep, sweep.runIds().stream().flatMap(run -> runs.find(run).stream()).toList());
  }
}
