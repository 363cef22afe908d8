package org.p2f.local.study;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.p2f.client.model.StudyStepView;
import org.p2f.client.model.StudyView;

/**
 * Tells of a study while it runs: each step once it is done, what an encoder's codes tell each time
 * it was probed, and in the last line how the step that runs is getting on.
 */
final class StudyProgress {

  /** Means of the metrics so far, of which the last is shown. */
  private static final int LOSSES = 50;

  private static final String TRAINING = "model-";

  /** Its codes tell what those of the first trained encoder tell before its first step. */
  private static final String UNTRAINED = TRAINING + "untrained";

  private final Calls calls;
  private final LiveLine line;
  private final Set<String> done = new HashSet<>();
  private final Map<String, Long> probed = new HashMap<>();

  StudyProgress(Calls calls, LiveLine line) {
    this.calls = calls;
    this.line = line;
  }

  void show(StudyView study) {
    for (var step : study.getSteps()) {
      if (step.getState() == StudyStepView.StateEnum.SUCCEEDED && done.add(step.getName())) {
        tellProbes(step);
        line.tell(
            String.format(
                Locale.ROOT,
                "%3d/%d  %s (%.0f s)",
                done.size(),
                study.getSteps().size(),
                step.getTitle(),
                seconds(step)));
      }
    }
    var running =
        study.getSteps().stream()
            .filter(step -> step.getState() == StudyStepView.StateEnum.RUNNING)
            .filter(step -> step.getJobId() != null)
            .toList();
    running.forEach(this::tellProbes);
    running.stream()
        .filter(StudyProgress::isTraining)
        .findFirst()
        .or(() -> running.stream().findFirst())
        .ifPresent(this::show);
  }

  private static boolean isTraining(StudyStepView step) {
    return step.getName().startsWith(TRAINING);
  }

  private static double seconds(StudyStepView step) {
    return Duration.between(
                Objects.requireNonNull(step.getStartedAt()),
                Objects.requireNonNull(step.getFinishedAt()))
            .toMillis()
        / 1e3;
  }

  private void show(StudyStepView step) {
    var id = Objects.requireNonNull(step.getJobId());
    if (isTraining(step)) {
      showTraining(step, id);
      return;
    }
    var job = calls.ask(() -> calls.jobs().getJob(id));
    var heads = step.getHeads();
    line.show(
        job.getProgress(),
        "%s  %s%s"
            .formatted(
                step.getTitle(),
                heads == null
                    ? ""
                    : "%,d of %,d heads  ".formatted((long) (job.getProgress() * heads), heads),
                JobText.of(job)));
  }

  private void showTraining(StudyStepView step, String id) {
    var run = calls.ask(() -> calls.trainingRuns().getTrainingRun(id));
    var metrics = calls.ask(() -> calls.trainingRuns().getTrainingMetrics(id, LOSSES, null, null));
    var loss =
        metrics.getPoints().isEmpty()
            ? ""
            : String.format(Locale.ROOT, "  loss %.4g", metrics.getPoints().getLast().getLoss());
    line.show(
        run.getJob().getProgress(),
        "%s  step %,d of %,d  %s%s"
            .formatted(
                step.getTitle(), run.getStep(), run.getSteps(), JobText.of(run.getJob()), loss));
  }

  private void tellProbes(StudyStepView step) {
    var id = step.getJobId();
    if (id == null || !isTraining(step) || step.getName().equals(UNTRAINED)) {
      return;
    }
    var probes = ProbeTable.of(calls.ask(() -> calls.trainingRuns().getTrainingProbes(id)));
    long before = probed.getOrDefault(id, -1L);
    for (var row : probes.rows().tailMap(before, false).entrySet()) {
      if (before < 0) {
        line.tell(probes.heading());
      }
      line.tell(row.getValue());
      before = row.getKey();
      probed.put(id, before);
    }
  }
}
