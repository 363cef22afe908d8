package org.p2f.training.compute;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobExecution.Stop;
import org.p2f.catalog.job.JobFailure;
import org.p2f.numerics.train.StepMetrics;
import org.p2f.numerics.train.Trainer;
import org.p2f.numerics.train.TrainingDiverged;
import org.p2f.training.domain.MetricPoint;
import org.p2f.training.domain.TrainingMetrics;
import org.p2f.training.domain.TrainingPlan;

/**
 * One attempt at the steps of a run. Metrics are recorded before the checkpoint that follows them,
 * so that a resumed run has no gap; what lies behind the checkpoint is recorded again, with the
 * same values.
 */
final class TrainingRun {
  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(1);

  private final JobExecution job;
  private final TrainingPlan plan;
  private final Trainer trainer;
  private final Checkpoints checkpoints;
  private final TrainingMetrics metrics;
  private final Clock clock;
  private final List<MetricPoint> unrecorded = new ArrayList<>();
  private final long firstStep;
  private long checkpointStep;
  private Instant checkpointTime;
  private Instant reportTime;

  TrainingRun(
      JobExecution job,
      TrainingPlan plan,
      Trainer trainer,
      Checkpoints checkpoints,
      TrainingMetrics metrics,
      Clock clock) {
    this.job = job;
    this.plan = plan;
    this.trainer = trainer;
    this.checkpoints = checkpoints;
    this.metrics = metrics;
    this.clock = clock;
    this.firstStep = trainer.position();
    this.checkpointStep = firstStep;
    this.checkpointTime = clock.instant();
    this.reportTime = clock.instant();
  }

  /**
   * Trains to the end, or until the job is to stop.
   *
   * @return whether the end was reached
   */
  boolean train() {
    report(clock.instant());
    while (trainer.position() < plan.steps()) {
      Stop stop = job.stop();
      if (stop != Stop.NONE) {
        leave(stop);
        return false;
      }
      step();
    }
    record();
    return true;
  }

  private void step() {
    Instant start = clock.instant();
    StepMetrics step = stepOrFail();
    Instant end = clock.instant();
    unrecorded.add(point(step, Duration.between(start, end)));
    if (!end.isBefore(reportTime.plus(REPORT_INTERVAL))) {
      report(end);
    }
    if (isCheckpointDue(end)) {
      save(end);
    }
  }

  private StepMetrics stepOrFail() {
    try {
      return trainer.step();
    } catch (TrainingDiverged diverged) {
      record();
      throw failure(diverged);
    }
  }

  private MetricPoint point(StepMetrics step, Duration took) {
    double seconds = took.toNanos() / 1e9;
    return new MetricPoint(
        step.step() + 1,
        step.loss(),
        step.scoreLoss(),
        step.latentPenalty(),
        step.gradientNorm(),
        step.learningRate(),
        seconds > 0 ? plan.batchSize() / seconds : null);
  }

  private static JobFailure failure(TrainingDiverged diverged) {
    return new JobFailure(
        "diverged",
        Blame.USER,
        "Training diverged at step %d: the loss is %s, after losses of %s; a lower learning rate may help"
            .formatted(diverged.step() + 1, diverged.loss(), diverged.lastLosses()),
        diverged);
  }

  private void report(Instant now) {
    reportTime = now;
    record();
    long step = trainer.position();
    job.progress(
        (double) step / Math.max(1, plan.steps()), (step - firstStep) * plan.batchSize(), "images");
  }

  private void record() {
    if (!unrecorded.isEmpty()) {
      job.fenced(() -> metrics.record(job.jobId(), unrecorded));
      unrecorded.clear();
    }
  }

  private boolean isCheckpointDue(Instant now) {
    long step = trainer.position();
    return step < plan.steps()
        && (step - checkpointStep >= plan.checkpoints().everySteps()
            || Duration.between(checkpointTime, now).toSeconds()
                >= plan.checkpoints().everySeconds());
  }

  private void save(Instant now) {
    record();
    checkpoints.save(trainer.position(), trainer::saveCheckpoint);
    checkpointStep = trainer.position();
    checkpointTime = now;
  }

  private void leave(Stop stop) {
    record();
    if (stop == Stop.SHUTDOWN && trainer.position() > checkpointStep) {
      save(clock.instant());
    }
  }
}
