package org.p2f.training.run.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.p2f.compute.Compute;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.train.TrainingSpec;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.ParameterCount;
import org.p2f.spec.network.Precision;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.run.TrainingCost;
import org.p2f.training.run.TrainingPlan;
import org.springframework.stereotype.Component;

/** Counts parameters and measures steps, one plan at a time. */
@Component
final class MeasuredCost implements TrainingCost, AutoCloseable {
  /** Far enough apart to tell a batch's share from what every step takes. */
  private static final int SMALL_BATCH = 8;

  private static final int LARGER_BATCH = 24;

  private final Compute compute;
  private final TrialProperties properties;
  private final ExecutorService trials =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("training-trial").factory());

  MeasuredCost(Compute compute, TrialProperties properties) {
    this.compute = compute;
    this.properties = properties;
  }

  @Override
  public Precision fastestPrecision() {
    boolean fast =
        switch (compute.device()) {
          case CPU -> CpuFeatures.hasBfloat16();
          case GPU -> true;
        };
    return fast ? Precision.BFLOAT16 : Precision.FLOAT32;
  }

  @Override
  public ParameterCount parameterCount(TrainingPlan plan, DatasetDescription images) {
    return TrainingSpecs.of(plan, images).parameterCount();
  }

  @Override
  public Optional<Estimate> estimate(TrainingPlan plan, DatasetDescription images, Path dataset) {
    if (plan.steps() == 0) {
      return Optional.empty();
    }
    var trial = trials.submit(() -> measure(plan, images, dataset));
    try {
      return trial.get(properties.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      trial.cancel(true); // one that has begun ends with its step
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while steps were measured", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Steps could not be measured", e.getCause());
    }
  }

  private Optional<Estimate> measure(TrainingPlan plan, DatasetDescription images, Path dataset)
      throws IOException {
    int views = plan.contrast() == null ? 1 : 2;
    int parts = plan.batchParts() * plan.replicas() * views;
    int smallBatch = multiple(Math.max(SMALL_BATCH, 2 * parts), parts);
    int largerBatch = smallBatch + multiple(LARGER_BATCH - SMALL_BATCH, parts);
    if (imagesToTrainOn(dataset) < largerBatch) {
      return Optional.empty();
    }
    TrainingSpec spec = TrainingSpecs.of(plan, images);
    var small = TrainingTrial.run(compute.engine(), spec, dataset, smallBatch);
    var larger = TrainingTrial.run(compute.engine(), spec, dataset, largerBatch);
    return Optional.of(
        new Estimate(
            plan.steps() * small.stepSeconds(larger, plan.batchSize())
                + ObservationTrial.seconds(compute.engine(), spec, plan, dataset),
            small.peakBytes(larger, plan.batchSize())));
  }

  /** The least multiple of the parts that is no less. */
  private static int multiple(int least, int parts) {
    return Math.ceilDiv(least, parts) * parts;
  }

  private static int imagesToTrainOn(Path dataset) throws IOException {
    try (var images = ImageDataset.open(dataset)) {
      return images.indices(Split.TRAIN).length + images.indices(Split.VALIDATION).length;
    }
  }

  @Override
  public void close() {
    trials.shutdownNow();
  }
}
