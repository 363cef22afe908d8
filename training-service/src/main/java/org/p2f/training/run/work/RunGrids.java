package org.p2f.training.run.work;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.StaleAttempt;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.train.RunSampler;
import org.p2f.numerics.train.Trainer;
import org.p2f.spec.data.Split;
import org.p2f.training.run.TrainingPlan.SampleGridPlan;
import org.p2f.training.run.store.SampleGrids;
import org.p2f.training.sampling.work.Inputs;
import org.p2f.training.sampling.work.PictureGrid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Draws a run's pictures of samples: originals, and below each the sample of its code, or samples
 * alone where the score network is told no codes.
 */
final class RunGrids implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunGrids.class);
  private static final int MOST_COLUMNS = 16;

  private final JobExecution job;
  private final @Nullable SampleGridPlan plan;
  private final Trainer trainer;
  private final ImageDataset data;
  private final SampleGrids records;

  /** Made at the first picture: its programs are compiled only for runs that draw some. */
  private @Nullable RunSampler sampler;

  /**
   * @param plan null for none
   */
  RunGrids(
      JobExecution job,
      @Nullable SampleGridPlan plan,
      Trainer trainer,
      ImageDataset data,
      SampleGrids records) {
    this.job = job;
    this.plan = plan;
    this.trainer = trainer;
    this.data = data;
    this.records = records;
  }

  /**
   * Draws one if it is due after the last step and not there yet. If the job is to stop it is left
   * undrawn, to be drawn when the run goes on.
   */
  void drawIfDue() {
    if (plan == null
        || trainer.position() % plan.everySteps() != 0
        || records.has(job.jobId(), trainer.position())) {
      return;
    }
    long begun = System.nanoTime();
    byte[] png;
    try {
      png = png(plan);
    } catch (StoppedByJob _) {
      return; // the run is about to leave as well
    } catch (StaleAttempt | UncheckedIOException e) {
      throw e; // no defect: the job is let go, or tried again
    } catch (RuntimeException e) {
      leaveOut(e);
      return;
    }
    var grid = new SampleGrids.SampleGrid(trainer.position(), (System.nanoTime() - begun) / 1e9);
    job.fenced(() -> records.record(job.jobId(), grid, png));
  }

  /** No step depends on a picture: one that cannot be drawn is told of. */
  private void leaveOut(RuntimeException defect) {
    long step = trainer.position();
    log.error("Run {} goes on without a picture after step {}", job.jobId(), step, defect);
    job.event(
        "picture-skipped",
        JsonNodeFactory.instance
            .objectNode()
            .put("step", step)
            .put("reason", String.valueOf(defect.getMessage())));
  }

  private byte[] png(SampleGridPlan wanted) {
    if (sampler == null) {
      sampler = sampler(trainer, wanted);
    }
    RunSampler made = sampler;
    List<Integer> images = images(data, wanted);
    List<float[]> originals = Inputs.pixels(data, images);
    List<float[]> samples =
        made.sample(
            images.stream().mapToInt(Integer::intValue).toArray(),
            fraction -> StoppedByJob.check(job));
    List<List<float[]>> rows = new ArrayList<>();
    IntStream.iterate(0, at -> at < images.size(), at -> at + MOST_COLUMNS)
        .forEach(
            at -> {
              int end = Math.min(images.size(), at + MOST_COLUMNS);
              if (made.tellsCodes()) {
                rows.add(originals.subList(at, end));
              }
              rows.add(samples.subList(at, end));
            });
    return new PictureGrid(data.channels(), data.height(), data.width()).png(rows);
  }

  static RunSampler sampler(Trainer trainer, SampleGridPlan plan) {
    Double codeTime = plan.codeTime();
    return trainer.sampler(
        new RunSampler.Setting(
            plan.weights(),
            plan.sampler().method(),
            plan.sampler().guidance(),
            codeTime == null ? OptionalDouble.empty() : OptionalDouble.of(codeTime),
            SampleGridPlan.SEED));
  }

  /** Numbers of the images that are shown. */
  static List<Integer> images(ImageDataset data, SampleGridPlan plan) {
    return Inputs.chosen(data, null, Split.TEST, plan.images());
  }

  @Override
  public void close() {
    if (sampler != null) {
      sampler.close();
    }
  }
}
