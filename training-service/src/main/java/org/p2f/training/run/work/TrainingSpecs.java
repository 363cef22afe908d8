package org.p2f.training.run.work;

import static java.util.Objects.requireNonNullElse;

import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.train.TrainingSpec;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.network.CodeReadout;
import org.p2f.spec.network.DdpmSpec;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.NcsnV2Spec;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.objective.Contrast;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Penalty;
import org.p2f.spec.optimizer.PowerAverages;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.network.EncoderPlan;
import org.p2f.training.network.NetworksPlan;
import org.p2f.training.network.ScoreNetworkPlan;
import org.p2f.training.run.TrainingPlan;

/** Plans in the words of numerics. */
public final class TrainingSpecs {
  /** Of pixels whose mean was subtracted and that were divided by their deviation. */
  private static final double STANDARDISED_DEVIATION = 1;

  private TrainingSpecs() {}

  /**
   * @param images of the plan's data set
   */
  public static TrainingSpec of(TrainingPlan plan, DatasetDescription images) {
    PixelScaling scaling = plan.images().scaling();
    Objective objective =
        objective(plan.objective(), plan.penalty(), plan.loss(), images.std(scaling));
    return new TrainingSpec(
        encoder(plan.encoder(), objective.latent(), images.channels(), images.height()),
        scoreNetwork(plan.scoreNetwork(), images.channels(), images.height()),
        plan.diffusion(),
        objective,
        plan.optimizer(),
        scaling,
        plan.batchSize(),
        plan.steps(),
        plan.seed(),
        Precision.of(plan.precision()),
        Layout.CHANNELS_LAST, // never slower than the other, in either precision
        plan.images().augmentation(),
        plan.batchParts(),
        plan.replicas(),
        requireNonNullElse(plan.contrast(), Contrast.NONE),
        plan.averages() == null ? PowerAverages.NONE : new PowerAverages(plan.averages().widths()));
  }

  /**
   * What a model is that was trained elsewhere.
   *
   * @param step number of training steps behind the weights
   */
  public static ModelSpec of(NetworksPlan plan, long step) {
    int size = plan.imageSize();
    Objective objective =
        objective(plan.objective(), plan.penalty(), plan.loss(), STANDARDISED_DEVIATION);
    return new ModelSpec(
        encoder(plan.encoder(), objective.latent(), plan.channels(), size),
        scoreNetwork(plan.scoreNetwork(), plan.channels(), size),
        plan.diffusion(),
        objective,
        new Preprocessing(plan.channels(), size, size, plan.mean(), plan.std()),
        step);
  }

  /**
   * @param std of preprocessed pixels
   */
  private static Objective objective(
      org.p2f.training.network.Objective objective, Penalty penalty, Loss loss, double std) {
    return new Objective(
        objective.isGaussian() ? LatentKind.GAUSSIAN : LatentKind.DETERMINISTIC,
        penalty,
        objective.matchesScores(),
        loss,
        std);
  }

  private static EncoderSpec encoder(
      EncoderPlan plan, LatentKind latent, int channels, int imageSize) {
    return new EncoderSpec(
        plan.depth(),
        plan.widen(),
        latent,
        channels,
        plan.time(),
        readout(plan, imageSize),
        plan.conditioning(),
        plan.fourierScale());
  }

  private static CodeReadout readout(EncoderPlan plan, int imageSize) {
    return switch (plan.readout()) {
      case POOLED -> new CodeReadout.Pooled();
      case PROJECTED -> new CodeReadout.Projected(plan.latentSize());
      case SPATIAL -> CodeReadout.Spatial.of(plan.latentSize(), imageSize);
    };
  }

  private static ScoreNetworkSpec scoreNetwork(ScoreNetworkPlan plan, int channels, int imageSize) {
    return switch (plan.kind()) {
      case NCSN_PLUS_PLUS ->
          new NcsnPlusPlusSpec(
              plan.features(),
              plan.channelMultipliers(),
              plan.blocksPerLevel(),
              plan.attentionResolutions(),
              plan.dropout(),
              imageSize,
              channels,
              plan.options());
      case DDPM ->
          new DdpmSpec(
              plan.features(),
              plan.channelMultipliers(),
              plan.blocksPerLevel(),
              plan.attentionResolutions(),
              plan.dropout(),
              imageSize,
              channels);
      case NCSN_V2 -> new NcsnV2Spec(plan.features(), imageSize, channels);
    };
  }
}
