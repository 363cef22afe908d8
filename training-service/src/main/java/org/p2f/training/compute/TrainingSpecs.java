package org.p2f.training.compute;

import org.p2f.numerics.augment.Augmentation;
import org.p2f.numerics.loss.Objective;
import org.p2f.numerics.net.EncoderSpec;
import org.p2f.numerics.net.LatentKind;
import org.p2f.numerics.net.NcsnPlusPlusSpec;
import org.p2f.numerics.net.ScoreNetworkSpec;
import org.p2f.numerics.net.UNetOptions;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.sde.VarianceExploding;
import org.p2f.numerics.train.OptimizerSpec;
import org.p2f.numerics.train.PixelScaling;
import org.p2f.numerics.train.TrainingSpec;
import org.p2f.training.domain.OptimizerPlan;
import org.p2f.training.domain.ParameterCount;
import org.p2f.training.domain.TrainingPlan;

/** Plans in the words of numerics. */
final class TrainingSpecs {
  private TrainingSpecs() {}

  static TrainingSpec of(TrainingPlan plan) {
    Objective objective = objective(plan);
    return new TrainingSpec(
        encoder(plan, objective.latent()),
        scoreNetwork(plan),
        new VarianceExploding(plan.diffusion().sigmaMin(), plan.diffusion().sigmaMax()),
        objective,
        optimizer(plan.optimizer()),
        switch (plan.images().scaling()) {
          case UNIT -> PixelScaling.UNIT;
          case STANDARDISED -> PixelScaling.STANDARDISED;
        },
        plan.batchSize(),
        plan.steps(),
        plan.seed(),
        switch (plan.precision()) {
          case FLOAT32 -> Precision.FLOAT32;
          case BFLOAT16 -> Precision.BFLOAT16;
        },
        Layout.CHANNELS_LAST, // never slower than the other, in either precision
        switch (plan.images().augmentation()) {
          case NONE -> Augmentation.NONE;
          case SIMCLR -> Augmentation.SIMCLR;
          case WEAK -> Augmentation.WEAK;
          case STRONG -> Augmentation.STRONG;
        },
        plan.batchParts());
  }

  static ParameterCount parameterCount(TrainingSpec spec) {
    var count = spec.parameterCount();
    return new ParameterCount(count.encoder(), count.scoreNetwork());
  }

  private static Objective objective(TrainingPlan plan) {
    LatentKind latent =
        switch (plan.objective()) {
          case DRL -> LatentKind.DETERMINISTIC;
          case VDRL -> LatentKind.GAUSSIAN;
        };
    return Objective.scores(latent, plan.latentPenalty());
  }

  private static EncoderSpec encoder(TrainingPlan plan, LatentKind latent) {
    return new EncoderSpec(
        plan.encoder().depth(), plan.encoder().widen(), latent, plan.images().channels());
  }

  private static ScoreNetworkSpec scoreNetwork(TrainingPlan plan) {
    var network = plan.scoreNetwork();
    return new NcsnPlusPlusSpec(
        network.features(),
        network.channelMultipliers(),
        network.blocksPerLevel(),
        network.attentionResolutions(),
        network.dropout(),
        plan.images().size(),
        plan.images().channels(),
        UNetOptions.published());
  }

  private static OptimizerSpec optimizer(OptimizerPlan plan) {
    return new OptimizerSpec(
        plan.learningRate(),
        plan.warmupSteps(),
        plan.clipNorm(),
        plan.averageDecay(),
        plan.beta1(),
        plan.beta2(),
        plan.epsilon());
  }
}
