package org.p2f.training.compute;

import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.train.TrainingSpec;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.network.CodeReadout;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.DdpmSpec;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.NcsnV2Spec;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.PenaltyRamp;
import org.p2f.spec.objective.Preconditioning;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.TimeDraws;
import org.p2f.spec.objective.Weighting;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.spec.optimizer.Schedule;
import org.p2f.training.domain.DiffusionPlan;
import org.p2f.training.domain.EncoderPlan;
import org.p2f.training.domain.ImagesPlan;
import org.p2f.training.domain.OptimizerPlan;
import org.p2f.training.domain.ParameterCount;
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
        sde(plan.diffusion()),
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
        same(Augmentation.class, plan.images().augmentation()),
        plan.batchParts());
  }

  static ParameterCount parameterCount(TrainingSpec spec) {
    var count = spec.parameterCount();
    return new ParameterCount(count.encoder(), count.scoreNetwork());
  }

  private static Objective objective(TrainingPlan plan) {
    var loss = plan.loss();
    return new Objective(
        plan.objective().isGaussian() ? LatentKind.GAUSSIAN : LatentKind.DETERMINISTIC,
        plan.penalty().weight(),
        new PenaltyRamp(plan.penalty().fromStep(), plan.penalty().untilStep()),
        loss.scoreTerm(),
        same(Weighting.class, loss.weighting()),
        switch (loss.preconditioning()) {
          case NONE -> new Preconditioning.None();
          case EDM -> new Preconditioning.Edm(plan.images().std());
        },
        same(TimeSteps.class, loss.timeSteps()),
        same(TimeDraws.class, loss.timeDraws()),
        same(Reduction.class, loss.reduction()),
        same(Reconstruction.class, loss.reconstruction()),
        loss.reconstructionWeight(),
        loss.mixup());
  }

  /** The value of the same name. */
  private static <E extends Enum<E>> E same(Class<E> type, Enum<?> value) {
    return Enum.valueOf(type, value.name());
  }

  private static Sde sde(DiffusionPlan plan) {
    return switch (plan.kind()) {
      case VE -> new VarianceExploding(known(plan.sigmaMin()), known(plan.sigmaMax()));
      case VP -> new VariancePreserving(known(plan.betaMin()), known(plan.betaMax()));
      case SUB_VP -> new SubVariancePreserving(known(plan.betaMin()), known(plan.betaMax()));
    };
  }

  private static double known(@Nullable Double value) {
    if (value == null) {
      throw new IllegalStateException("The diffusion's plan is incomplete");
    }
    return value;
  }

  private static EncoderSpec encoder(TrainingPlan plan, LatentKind latent) {
    return new EncoderSpec(
        plan.encoder().depth(),
        plan.encoder().widen(),
        latent,
        plan.images().channels(),
        same(EncoderTime.class, plan.encoder().time()),
        readout(plan.encoder(), plan.images().size()),
        same(Conditioning.class, plan.encoder().conditioning()),
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
        same(UNetOptions.Embedding.class, options.embedding()),
        same(UNetOptions.Block.class, options.residualBlocks()),
        same(UNetOptions.ProgressiveOutput.class, options.progressiveOutput()),
        same(UNetOptions.ProgressiveInput.class, options.progressiveInput()),
        same(UNetOptions.Combination.class, options.combination()),
        options.fir(),
        options.skipRescale(),
        same(Conditioning.class, options.conditioning()),
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
        same(Schedule.class, plan.schedule()));
  }
}
