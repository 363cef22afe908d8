package org.p2f.training.compute;

import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.train.TrainingSpec;
import org.p2f.spec.network.CodeReadout;
import org.p2f.spec.network.DdpmSpec;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.NcsnV2Spec;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.PenaltyRamp;
import org.p2f.spec.objective.Preconditioning;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.training.domain.EncoderPlan;
import org.p2f.training.domain.ImagesPlan;
import org.p2f.training.domain.OptimizerPlan;
import org.p2f.training.domain.ScoreNetworkOptions;
import org.p2f.training.domain.ScoreNetworkPlan;
import org.p2f.training.domain.TrainingPlan;

/** Plans in the words of numerics. */
final class TrainingSpecs {
  private TrainingSpecs() {}

  static TrainingSpec of(TrainingPlan plan) {
    Objective objective = objective(plan);
    return new TrainingSpec(
        encoder(plan, objective.latent()),
        scoreNetwork(plan.scoreNetwork(), plan.images()),
        plan.diffusion().sde(),
        objective,
        optimizer(plan.optimizer()),
        plan.images().scaling(),
        plan.batchSize(),
        plan.steps(),
        plan.seed(),
        Precision.of(plan.precision()),
        Layout.CHANNELS_LAST, // never slower than the other, in either precision
        plan.images().augmentation(),
        plan.batchParts());
  }

  private static Objective objective(TrainingPlan plan) {
    var loss = plan.loss();
    return new Objective(
        plan.objective().isGaussian() ? LatentKind.GAUSSIAN : LatentKind.DETERMINISTIC,
        plan.penalty().weight(),
        new PenaltyRamp(plan.penalty().fromStep(), plan.penalty().untilStep()),
        loss.scoreTerm(),
        loss.weighting(),
        switch (loss.preconditioning()) {
          case NONE -> new Preconditioning.None();
          case EDM -> new Preconditioning.Edm(plan.images().std());
        },
        loss.timeSteps(),
        loss.timeDraws(),
        loss.reduction(),
        loss.reconstruction(),
        loss.reconstructionWeight(),
        loss.mixup());
  }

  private static EncoderSpec encoder(TrainingPlan plan, LatentKind latent) {
    return new EncoderSpec(
        plan.encoder().depth(),
        plan.encoder().widen(),
        latent,
        plan.images().channels(),
        plan.encoder().time(),
        readout(plan.encoder(), plan.images().size()),
        plan.encoder().conditioning(),
        plan.encoder().fourierScale());
  }

  private static CodeReadout readout(EncoderPlan plan, int imageSize) {
    return switch (plan.readout()) {
      case POOLED -> new CodeReadout.Pooled();
      case PROJECTED -> new CodeReadout.Projected(plan.latentSize());
      case SPATIAL -> CodeReadout.Spatial.of(plan.latentSize(), imageSize);
    };
  }

  private static ScoreNetworkSpec scoreNetwork(ScoreNetworkPlan plan, ImagesPlan images) {
    return switch (plan.kind()) {
      case NCSN_PLUS_PLUS ->
          new NcsnPlusPlusSpec(
              plan.features(),
              plan.channelMultipliers(),
              plan.blocksPerLevel(),
              plan.attentionResolutions(),
              plan.dropout(),
              images.size(),
              images.channels(),
              options(plan.options()));
      case DDPM ->
          new DdpmSpec(
              plan.features(),
              plan.channelMultipliers(),
              plan.blocksPerLevel(),
              plan.attentionResolutions(),
              plan.dropout(),
              images.size(),
              images.channels());
      case NCSN_V2 -> new NcsnV2Spec(plan.features(), images.size(), images.channels());
    };
  }

  private static UNetOptions options(ScoreNetworkOptions options) {
    return new UNetOptions(
        options.embedding(),
        options.residualBlocks(),
        options.progressiveOutput(),
        options.progressiveInput(),
        options.combination(),
        options.fir(),
        options.skipRescale(),
        options.conditioning(),
        options.fourierScale(),
        options.patchSize());
  }

  private static OptimizerSpec optimizer(OptimizerPlan plan) {
    return new OptimizerSpec(
        plan.learningRate(),
        plan.warmupSteps(),
        plan.clipNorm(),
        plan.averageDecay(),
        plan.beta1(),
        plan.beta2(),
        plan.epsilon(),
        plan.schedule());
  }
}
