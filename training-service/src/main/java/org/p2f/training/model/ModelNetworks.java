package org.p2f.training.model;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.network.Weights;
import org.p2f.training.dataset.DatasetDescription;

/** Tells what a model's networks can do. */
public interface ModelNetworks {

  /** The file of a model that tells it. */
  String FILE = "model.json";

  /**
   * @param scores whether it was trained to match scores
   * @param encoderAlone whether its encoder alone was kept, so that it has no score network
   * @param averaged whether it has averaged weights
   * @param continuousTimes whether that network knows all times, or only a chain's
   * @param gaussianCodes whether its codes are normal distributions
   * @param codeDropout share of codes, in [0, 1], that it was not told in training
   */
  record Facts(
      Sde diffusion,
      boolean scores,
      boolean encoderAlone,
      boolean averaged,
      boolean continuousTimes,
      boolean gaussianCodes,
      double codeDropout,
      int latentSize,
      int channels,
      int height,
      int width) {

    /** The weights that make images where the caller names none. */
    public Weights usual() {
      return averaged ? Weights.EMA : Weights.RAW;
    }

    /** Notes a data set whose images are not of the shape that the networks take. */
    public void requireFit(DatasetDescription dataset, Violations violations) {
      violations.exclude(
          dataset.channels() != channels || dataset.height() != height || dataset.width() != width,
          "datasetId",
          "modelId",
          "the model takes images of %d×%d×%d, the data set has %d×%d×%d"
              .formatted(
                  channels, height, width, dataset.channels(), dataset.height(), dataset.width()));
    }

    /**
     * @param wish of the caller; null for the usual ones
     */
    public boolean holds(@Nullable Weights wish) {
      return wish != Weights.EMA || averaged;
    }
  }

  /** Of weights that a model does not hold. */
  String NO_AVERAGES = "must be raw: the model holds no averaged weights";

  /**
   * @param file {@link #FILE} of a model
   */
  Facts read(Path file, ModelDescription description);
}
