package org.p2f.training.run.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobExecution.Stop;
import org.p2f.catalog.job.JobFailure;
import org.p2f.numerics.probe.ProbeSpec;
import org.p2f.numerics.train.StepMetrics;
import org.p2f.numerics.train.Trainer;
import org.p2f.numerics.train.TrainingDiverged;
import org.p2f.training.run.CheckpointDescription.Reason;
import org.p2f.training.run.CoursePoint.HeldOutPoint;
import org.p2f.training.run.CoursePoint.MetricPoint;
import org.p2f.training.run.CoursePoint.ProbePoint;
import org.p2f.training.run.TrainingPlan;
import org.p2f.training.run.TrainingPlan.ProbePlan;
import org.p2f.training.run.store.Cancellations;
import org.p2f.training.run.store.SampleGrids;
import org.p2f.training.run.store.TrainingMetrics;
import org.p2f.training.run.store.TrainingProbes;

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
  private final KeptCheckpoint kept;
  private final RunGrids grids;
  private final RunAverages averages;
  private final Records records;
  private final Clock clock;
  private final List<MetricPoint> unrecorded = new ArrayList<>();
  private final long firstStep;
  private long checkpointStep;
  private Instant checkpointTime;
  private Instant reportTime;
  private Duration waited = Duration.ZERO;
  private @Nullable Long memoryBytes;

  /** What is known of runs besides their jobs. */
  record Records(
      TrainingMetrics metrics,
      TrainingProbes probes,
      SampleGrids grids,
      Cancellations cancellations) {}

  TrainingRun(
      JobExecution job,
      TrainingPlan plan,
      Trainer trainer,
      Checkpoints checkpoints,
      KeptCheckpoint kept,
      RunGrids grids,
      RunAverages averages,
      Records records,
      Clock clock) {
    this.job = job;
    this.plan = plan;
    this.trainer = trainer;
    this.checkpoints = checkpoints;
    this.kept = kept;
    this.grids = grids;
    this.averages = averages;
    this.records = records;
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
    if (trainer.position() == 0) {
      probeIfDue();
    }
    grids.drawIfDue();
    keepIfDue();
    while (trainer.position() < plan.steps()) {
      Stop stop = job.stop();
      if (stop != Stop.NONE) {
        leave(stop);
        return false;
      }
      step();
    }
    averages.saveIfDue(trainer);
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
    probeIfDue();
    grids.drawIfDue();
    averages.saveIfDue(trainer);
    if (isCheckpointDue(end)) {
      save(end);
      keepIfDue();
    }
  }

  private StepMetrics stepOrFail() {
    try {
      return trainer.step();
    } catch (TrainingDiverged diverged) {
      record();
      // A checkpoint just before this step may hold the weights that spoiled it.
      checkpoints.latestBefore(diverged.step()).ifPresent(good -> kept.keep(good, Reason.DIVERGED));
      throw failure(diverged);
    }
  }

  private MetricPoint point(StepMetrics step, Duration took) {
    double seconds = took.toNanos() / 1e9;
    double waiting = trainer.waitedForData().minus(waited).toNanos() / 1e9;
    waited = trainer.waitedForData();
    return new MetricPoint(
        step.step() + 1,
        step.loss(),
        step.scoreLoss(),
        step.latentPenalty(),
        step.reconstructionLoss(),
        step.contrastLoss(),
        step.gradientNorm(),
        step.learningRate(),
        step.averageDecay(),
        seconds > 0 ? plan.batchSize() / seconds : null,
        seconds > 0 ? Math.min(1, waiting / seconds) : null,
        memoryBytes);
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
    OptionalLong memory = ResidentMemory.currentBytes();
    memoryBytes = memory.isPresent() ? memory.getAsLong() : null;
    record();
    long step = trainer.position();
    job.progress(
        (double) step / Math.max(1, plan.steps()), (step - firstStep) * plan.batchSize(), "images");
  }

  private void record() {
    if (!unrecorded.isEmpty()) {
      job.fenced(() -> records.metrics().record(job.jobId(), unrecorded));
      unrecorded.clear();
    }
  }

  private void probeIfDue() {
    ProbePlan probe = plan.probe();
    if (probe != null && trainer.position() % probe.everySteps() == 0) {
      List<ProbePoint> points = probePoints(probe);
      List<HeldOutPoint> losses = heldOutPoints(probe);
      job.fenced(
          () -> {
            records.probes().record(job.jobId(), points);
            records.probes().recordHeldOut(job.jobId(), losses);
          });
    }
  }

  private List<ProbePoint> probePoints(ProbePlan probe) {
    return trainer.probe(new ProbeSpec(probe.times(), probe.images(), probe.features())).stream()
        .map(
            result ->
                new ProbePoint(trainer.position(), result.t(), result.factor(), result.accuracy()))
        .toList();
  }

  /** Of times whose loss and rate are finite. */
  private List<HeldOutPoint> heldOutPoints(ProbePlan probe) {
    return trainer.heldOutLosses(probe.times(), probe.images()).stream()
        .filter(loss -> Double.isFinite(loss.loss()) && Double.isFinite(loss.rate()))
        .map(loss -> new HeldOutPoint(trainer.position(), loss.t(), loss.loss(), loss.rate()))
        .toList();
  }

  private boolean isCheckpointDue(Instant now) {
    long step = trainer.position();
    return step < plan.steps()
        && (plan.checkpoints().isSnapshot(step)
            || step - checkpointStep >= plan.checkpoints().everySteps()
            || Duration.between(checkpointTime, now).toSeconds()
                >= plan.checkpoints().everySeconds());
  }

  /** Keeps the checkpoint just saved, or saved by an attempt that died before it could keep it. */
  private void keepIfDue() {
    if (plan.checkpoints().isSnapshot(trainer.position())) {
      checkpoints
          .latest()
          .filter(saved -> saved.step() == trainer.position())
          .ifPresent(saved -> kept.keep(saved, Reason.SNAPSHOT));
    }
  }

  private void save(Instant now) {
    record();
    checkpoints.save(trainer.position(), trainer::saveCheckpoint);
    checkpointStep = trainer.position();
    checkpointTime = now;
  }

  private void leave(Stop stop) {
    record();
    boolean keep =
        stop == Stop.CANCEL
            && records.cancellations().of(job.jobId()) == Cancellations.Choice.CHECKPOINT;
    if ((stop == Stop.SHUTDOWN || keep) && trainer.position() > checkpointStep) {
      save(clock.instant());
    }
    if (keep) {
      checkpoints.latest().ifPresent(latest -> kept.keep(latest, Reason.CANCELLED));
    }
  }
}
