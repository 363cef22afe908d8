package org.p2f.numerics.train;

import org.p2f.numerics.augment.Augmentation;
import org.p2f.numerics.loss.Objective;
import org.p2f.numerics.net.EncoderSpec;
import org.p2f.numerics.net.ScoreNetworkSpec;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.sde.Sde;

/**
 * All that decides how a model is trained, but the data and the engine.
 *
 * @param pixels what the networks see of the images
 * @param batchSize images per step; the last partial batch of an epoch is left out
 * @param steps in all; 0 leaves the model untrained
 * @param seed of weights, data order, augmentations, times, noise and dropout
 * @param augmentation of the images, whose statistics remain those of the unchanged ones
 */
public record TrainingSpec(
    EncoderSpec encoder,
    ScoreNetworkSpec scoreNetwork,
    Sde sde,
    Objective objective,
    OptimizerSpec optimizer,
    PixelScaling pixels,
    int batchSize,
    long steps,
    long seed,
    Precision precision,
    Layout layout,
    Augmentation augmentation) {

  public TrainingSpec {
    if (encoder.latent() != objective.latent()) {
      throw new IllegalArgumentException(
          "The encoder's code is %s, the objective's %s"
              .formatted(encoder.latent(), objective.latent()));
    }
    if (encoder.channels() != scoreNetwork.channels()) {
      throw new IllegalArgumentException(
          "The encoder takes images of %d channels, the score network of %d"
              .formatted(encoder.channels(), scoreNetwork.channels()));
    }
    if (batchSize < 2) {
      throw new IllegalArgumentException(
          "A batch has at least 2 images, else it has no variance, got " + batchSize);
    }
    if (steps < 0) {
      throw new IllegalArgumentException("Steps are at least 0, got " + steps);
    }
  }

  /** Without augmentation. */
  public TrainingSpec(
      EncoderSpec encoder,
      ScoreNetworkSpec scoreNetwork,
      VarianceExploding sde,
      Objective objective,
      OptimizerSpec optimizer,
      PixelScaling pixels,
      int batchSize,
      long steps,
      long seed,
      Precision precision,
      Layout layout) {
    this(
        encoder,
        scoreNetwork,
        sde,
        objective,
        optimizer,
        pixels,
        batchSize,
        steps,
        seed,
        precision,
        layout,
        Augmentation.NONE);
  }

  public TrainingSpec with(Augmentation other) {
    return new TrainingSpec(
        encoder,
        scoreNetwork,
        sde,
        objective,
        optimizer,
        pixels,
        batchSize,
        steps,
        seed,
        precision,
        layout,
        other);
  }

  /** Number of trained values of the two networks. */
  public ParameterCount parameterCount() {
    return ParameterCount.of(TrainingGraph.of(this).parameters());
  }
}
