package org.p2f.training.domain;

import java.nio.file.Path;
import org.p2f.spec.diffusion.Sde;

/** Tells what a model's networks can do. */
public interface ModelNetworks {

  /** The file of a model that tells it. */
  String FILE = "model.json";

  /**
   * @param scores whether it was trained to match scores
   * @param encoderAlone whether its encoder alone was kept, so that it has no score network
   * @param continuousTimes whether that network knows all times, or only a chain's
   * @param gaussianCodes whether its codes are normal distributions
   */
  record Facts(
      Sde diffusion,
      boolean scores,
      boolean encoderAlone,
      boolean continuousTimes,
      boolean gaussianCodes,
      int latentSize,
      int channels,
      int height,
      int width) {}

  /**
   * @param file {@link #FILE} of a model
   * @param encoderAlone whether its encoder alone was kept
   */
  Facts read(Path file, boolean encoderAlone);
}
