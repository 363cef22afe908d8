package org.p2f.numerics.train;

import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.network.CodeReadout;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.ParameterCount;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.objective.Contrast;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.spec.optimizer.PowerAverages;

/**
 * All that decides how a model is trained, but the data and the engine.
 *
 * @param pixels what the networks see of the images
 * @param batchSize images per step; the last partial batch of an epoch is left out
 * @param steps in all; 0 leaves the model untrained
 * @param seed of weights, data order, augmentations, times, noise and dropouts
 * @param augmentation of the images, whose statistics remain those of the unchanged ones
 * @param batchParts into which a batch is divided for the score network, which saves memory and
 *     changes the result by rounding and by the order of dropout's masks only
 * @param replicas equal parts of a batch that are trained on independently, side by side where
 *     there are cores: each is normalised by its own statistics and draws its own noise; gradients
 *     and running statistics are the means over replicas. Like PyTorch's DistributedDataParallel;
 *     the statistics of parts are "ghost batch normalization" (Hoffer et al., arXiv:1705.08741)
 * @param contrast of views; a batch then holds half as many images, each in two views made by the
 *     augmentation, neighbours in the batch
 * @param averages of the weights that are tracked beside the optimizer's own
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
    Augmentation augmentation,
    int batchParts,
    int replicas,
    Contrast contrast,
    PowerAverages averages) {

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
    var _ = Noising.of(objective, sde); // refuses a diffusion without what the objective needs
    if (encoder.readout() instanceof CodeReadout.Spatial(int _, int side, int _)
        && side != CodeReadout.Spatial.sideOf(scoreNetwork.imageSize())) {
      throw new IllegalArgumentException(
          "The code is read from activations of %d pixels, images of %d have %d"
              .formatted(
                  side,
                  scoreNetwork.imageSize(),
                  CodeReadout.Spatial.sideOf(scoreNetwork.imageSize())));
    }
    if (objective.loss().reconstructs() && !scoreNetwork.decodes()) {
      throw new IllegalArgumentException("No decoder goes with " + scoreNetwork);
    }
    if (objective.loss().reconstruction() == Reconstruction.BCE && pixels != PixelScaling.UNIT) {
      throw new IllegalArgumentException(
          "Cross-entropy needs pixels in [0, 1], which they are not if " + pixels);
    }
    if (batchSize < 2) {
      throw new IllegalArgumentException(
          "A batch has at least 2 images, else it has no variance, got " + batchSize);
    }
    if (steps < 0) {
      throw new IllegalArgumentException("Steps are at least 0, got " + steps);
    }
    if (replicas < 1 || batchSize % replicas != 0 || batchSize / replicas < 2) {
      throw new IllegalArgumentException(
          "A batch of %d does not divide into %d replicas of at least 2 images"
              .formatted(batchSize, replicas));
    }
    if (contrast.counts()) {
      requirePairs(augmentation, objective, batchSize / replicas);
    }
    if (batchParts < 1 || batchSize / replicas % batchParts != 0) {
      throw new IllegalArgumentException(
          "A batch of %d does not divide into %d parts"
              .formatted(batchSize / replicas, batchParts));
    }
  }

  private static void requirePairs(Augmentation augmentation, Objective objective, int together) {
    if (augmentation == Augmentation.NONE) {
      throw new IllegalArgumentException("Without augmentation two views of an image are one");
    }
    if (objective.loss().mixup()) {
      throw new IllegalArgumentException("Codes of mixed images are no views of one image");
    }
    if (together % 2 != 0 || together < 4) {
      throw new IllegalArgumentException(
          "Pairs of views need an even number of images, at least 4, in each replica, got "
              + together);
    }
  }

  /** Images of the data set in a batch. */
  int imagesPerBatch() {
    return contrast.counts() ? batchSize / 2 : batchSize;
  }

  /**
   * Without augmentation, each batch as a whole, one replica and no averages by power functions.
   */
  public TrainingSpec(
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
        Augmentation.NONE,
        1,
        1,
        Contrast.NONE,
        PowerAverages.NONE);
  }

  public TrainingSpec withSteps(long other) {
    return with(batchSize, other, augmentation, batchParts, replicas, averages);
  }

  public TrainingSpec withBatchSize(int other) {
    return with(other, steps, augmentation, batchParts, replicas, averages);
  }

  public TrainingSpec with(Augmentation other) {
    return with(batchSize, steps, other, batchParts, replicas, averages);
  }

  public TrainingSpec with(Contrast other, Augmentation views) {
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
        views,
        batchParts,
        replicas,
        other,
        averages);
  }

  public TrainingSpec withBatchParts(int other) {
    return with(batchSize, steps, augmentation, other, replicas, averages);
  }

  public TrainingSpec withReplicas(int other) {
    return with(batchSize, steps, augmentation, batchParts, other, averages);
  }

  public TrainingSpec with(PowerAverages other) {
    return with(batchSize, steps, augmentation, batchParts, replicas, other);
  }

  /** What one replica does of a step. */
  TrainingSpec ofReplica() {
    return with(batchSize / replicas, steps, augmentation, batchParts, 1, averages);
  }

  private TrainingSpec with(
      int otherSize,
      long otherSteps,
      Augmentation otherAugmentation,
      int otherParts,
      int otherReplicas,
      PowerAverages otherAverages) {
    return new TrainingSpec(
        encoder,
        scoreNetwork,
        sde,
        objective,
        optimizer,
        pixels,
        otherSize,
        otherSteps,
        seed,
        precision,
        layout,
        otherAugmentation,
        otherParts,
        otherReplicas,
        contrast,
        otherAverages);
  }

  /** Number of trained values of the two networks. */
  public ParameterCount parameterCount() {
    var parameters = TrainingGraph.of(this).parameters();
    long all = parameters.stream().mapToLong(TensorSpec::elements).sum();
    long encoder =
        parameters.stream()
            .filter(p -> p.name().startsWith(ModelSpec.ENCODER_PREFIX))
            .mapToLong(TensorSpec::elements)
            .sum();
    return new ParameterCount(encoder, all - encoder);
  }
}
