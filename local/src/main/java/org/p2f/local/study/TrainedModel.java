package org.p2f.local.study;

import java.time.Duration;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.p2f.client.model.DatasetView;
import org.p2f.client.model.HeldOutLossesView;
import org.p2f.client.model.ModelView;
import org.p2f.client.model.TrainingMetricsView;
import org.p2f.client.model.TrainingProbesView;
import org.p2f.client.model.TrainingRunRequest;
import org.p2f.client.model.TrainingRunView;
import org.p2f.local.platform.LocalFailure;

/**
 * A model with all that the platform knows of its training.
 *
 * @param request what was asked for
 */
record TrainedModel(
    ModelView model,
    TrainingRunView run,
    TrainingRunRequest request,
    DatasetView dataset,
    TrainingMetricsView metrics,
    TrainingProbesView probes,
    HeldOutLossesView heldOutLosses) {
  private static final int MOST_POINTS = 10_000;

  /**
   * @throws LocalFailure if there is no such model, or it was trained elsewhere
   */
  static TrainedModel of(Calls calls, String idOrAlias) {
    var model = calls.ask(() -> calls.models().getModel(idOrAlias));
    var runId = model.getRunId();
    var datasetId = model.getDatasetId();
    if (runId == null || datasetId == null) {
      throw new LocalFailure(
          "Model %s was trained elsewhere, so nothing is known of its training here."
              .formatted(model.getId()));
    }
    var runs = calls.trainingRuns();
    return new TrainedModel(
        model,
        calls.ask(() -> runs.getTrainingRun(runId)),
        calls.ask(() -> runs.getTrainingRequest(runId)),
        calls.ask(() -> calls.datasets().getDataset(datasetId)),
        calls.ask(() -> runs.getTrainingMetrics(runId, MOST_POINTS, null, null)),
        calls.ask(() -> runs.getTrainingProbes(runId)),
        calls.ask(() -> runs.getHeldOutLosses(runId)));
  }

  /** From the first start of the run to its end, pauses and probes included. */
  double seconds() {
    var job = run.getJob();
    return Duration.between(
                Objects.requireNonNull(job.getStartedAt()),
                Objects.requireNonNull(job.getFinishedAt()))
            .toMillis()
        / 1e3;
  }

  /** Time spent in steps alone, up to each step that is told of. */
  NavigableMap<Long, Double> stepSeconds() {
    var seconds = new TreeMap<Long, Double>();
    double sum = 0;
    long before = 0;
    for (var point : metrics.getPoints()) {
      var rate = point.getImagesPerSecond();
      if (rate != null && rate > 0) {
        sum += (point.getStep() - before) * run.getPlan().getBatchSize() / rate;
      }
      before = point.getStep();
      seconds.put(before, sum);
    }
    return seconds;
  }

  /** As {@link #stepSeconds}, up to one step. */
  double secondsAt(long step) {
    var entry = stepSeconds().floorEntry(step);
    return entry == null ? 0 : entry.getValue();
  }
}
