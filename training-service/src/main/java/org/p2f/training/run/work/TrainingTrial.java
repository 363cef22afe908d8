package org.p2f.training.run.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.train.Trainer;
import org.p2f.numerics.train.TrainingDiverged;
import org.p2f.numerics.train.TrainingSpec;

/**
 * What a few steps took.
 *
 * @param stepSeconds the fastest step after the first, which warms up
 * @param peakBytes largest resident memory of this process during the steps
 */
record TrainingTrial(int batchSize, double stepSeconds, long peakBytes) {
  private static final int STEPS = 3;

  /**
   * Trains on batches of that size, and forgets the result.
   *
   * @param batchSize at most the images to train on
   * @throws CancellationException if the thread is interrupted
   */
  static TrainingTrial run(Engine engine, TrainingSpec spec, Path dataset, int batchSize)
      throws IOException {
    ResidentMemory.resetPeak();
    double fastest = Double.POSITIVE_INFINITY;
    try (var images = ImageDataset.open(dataset);
        var trainer =
            Trainer.start(engine, spec.withBatchSize(batchSize).withSteps(STEPS), images)) {
      for (int step = 0; step < STEPS; step++) {
        if (Thread.interrupted()) {
          throw new CancellationException("Nobody waits for the steps any more");
        }
        long start = System.nanoTime();
        step(trainer);
        double seconds = (System.nanoTime() - start) / 1e9;
        fastest = step == 0 ? fastest : Math.min(fastest, seconds);
      }
    }
    return new TrainingTrial(batchSize, fastest, ResidentMemory.peakBytes());
  }

  private static void step(Trainer trainer) {
    try {
      var _ = trainer.step();
    } catch (TrainingDiverged _) {
      // took as long; a run of such a plan would end here and say so
    }
  }

  /** Seconds of a step with another batch, on the straight line through two trials. */
  double stepSeconds(TrainingTrial larger, int otherBatch) {
    double perImage =
        Math.max(0, larger.stepSeconds - stepSeconds) / (larger.batchSize - batchSize);
    return Math.max(0, larger.stepSeconds + perImage * (otherBatch - larger.batchSize));
  }

  /** As {@link #stepSeconds(TrainingTrial, int)}, of memory. */
  long peakBytes(TrainingTrial larger, int otherBatch) {
    double perImage =
        Math.max(0, larger.peakBytes - peakBytes) / (double) (larger.batchSize - batchSize);
    return Math.max(0, Math.round(larger.peakBytes + perImage * (otherBatch - larger.batchSize)));
  }
}
