package org.p2f.training.run;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Preconditioning;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.TimeDraws;
import org.p2f.spec.objective.Weighting;
import org.p2f.training.network.Objective;
import org.p2f.training.network.ScoreNetworkPlan;

/** What a caller says about what is minimised; null leaves it to objective and preset. */
@Schema(description = "What is minimised, besides the penalty on the code")
public record LossSettings(
    @Schema(
            description =
                "Weight of the score's error at each time. Defaults to the preset's where it"
                    + " applies, else to `noise`.")
        @Nullable Weighting weighting,
    @Schema(
            description =
                "What the score network's input and output stand for: the noise (`none`), the"
                    + " denoised image (`denoised`), v = α·noise − σ·image (`velocity`, for `vp`"
                    + " diffusions), or both scaled to unit variance (`edm`, for `ve` diffusions)."
                    + " Defaults to the preset's where it applies, else to `none`.")
        @Nullable Preconditioning preconditioning,
    @Schema(
            description =
                "Times at which scores are matched: any (`continuous`), or those of a chain of 1000"
                    + " steps (`discrete`, the loss of SMLD and DDPM). Defaults to `continuous`.")
        @Nullable TimeSteps timeSteps,
    @Schema(description = "How the times of a batch are drawn. Defaults to the preset's.")
        @Nullable TimeDraws timeDraws,
    @Schema(
            description =
                "Whether the loss of an image is the sum or the mean over its values. Defaults to"
                    + " `sum`.")
        @Nullable Reduction reduction,
    @Schema(
            description =
                "How an image that a decoder makes of the code is compared with the one that was"
                    + " encoded. Defaults to `l2` for the objectives ae and vae, else to `none`.")
        @Nullable Reconstruction reconstruction,
    @Schema(
            description =
                "Weight of the reconstruction in the loss, above 0 and at most 1000000; 0 without"
                    + " one. Defaults to 1.")
        @DecimalMin("0")
        @DecimalMax("1000000")
        @Nullable Double reconstructionWeight,
    @Schema(
            description =
                "Whether the encoder sees each image mixed with another of its batch. Defaults to"
                    + " false.")
        @Nullable Boolean mixup,
    @Schema(
            description =
                "Chance, 0 to 1, that the score network is told zeros in place of an image's code in"
                    + " a step, so that it learns to make images without a code too, as"
                    + " classifier-free guidance needs; at 1 it is never told one. Defaults to 0.")
        @DecimalMin("0")
        @DecimalMax("1")
        @Nullable Double codeDropout) {

  static final LossSettings NONE =
      new LossSettings(null, null, null, null, null, null, null, null, null);

  /** What the preset says and this does not is left out where it does not apply. */
  Loss over(Loss preset, Objective objective, Sde diffusion) {
    boolean scores = objective.matchesScores();
    Reconstruction compared =
        requireNonNullElse(reconstruction, scores ? Reconstruction.NONE : Reconstruction.L2);
    Preconditioning conditioned =
        requireNonNullElse(
            preconditioning,
            scores && preset.preconditioning().isFor(diffusion)
                ? preset.preconditioning()
                : Preconditioning.NONE);
    return new Loss(
        requireNonNullElse(weighting, scores ? weighting(preset, conditioned) : Weighting.NOISE),
        conditioned,
        requireNonNullElse(timeSteps, preset.timeSteps()),
        requireNonNullElse(timeDraws, preset.timeDraws()),
        requireNonNullElse(reduction, Reduction.SUM),
        compared,
        requireNonNullElse(reconstructionWeight, compared == Reconstruction.NONE ? 0. : 1.),
        Boolean.TRUE.equals(mixup),
        requireNonNullElse(codeDropout, 0.));
  }

  private static Weighting weighting(Loss preset, Preconditioning conditioned) {
    return preset.weighting().relative() && conditioned == Preconditioning.NONE
        ? Weighting.NOISE
        : preset.weighting();
  }

  /**
   * @param plan what this became part of
   */
  void requireConsistent(TrainingPlan plan, Violations violations) {
    Loss loss = plan.loss();
    boolean scores = plan.objective().matchesScores();
    boolean reconstructs = loss.reconstructs();
    boolean discrete = loss.timeSteps() == TimeSteps.DISCRETE;
    violations
        .require(
            scores || reconstructs,
            "objective",
            "loss.reconstruction",
            "an autoencoder reconstructs images")
        .require(
            reconstructs == loss.reconstructionWeight() > 0,
            "loss.reconstructionWeight",
            "loss.reconstruction",
            reconstructs ? "it takes a weight above 0" : "nothing is reconstructed")
        .require(
            !loss.weighting().relative() || loss.preconditioning() != Preconditioning.NONE,
            "loss.weighting",
            "loss.preconditioning",
            "edm, image and min-snr go with edm, denoised and velocity")
        .require(
            loss.preconditioning().isFor(plan.diffusion()),
            "loss.preconditioning",
            "diffusion.kind",
            loss.preconditioning() == Preconditioning.EDM ? "edm is for ve" : "velocity is for vp")
        .require(
            scores || loss.preconditioning() == Preconditioning.NONE,
            "objective",
            "loss.preconditioning",
            "there is no score network")
        .require(
            scores || loss.weighting() == Weighting.NOISE,
            "objective",
            "loss.weighting",
            "there is no score term to weight")
        .require(
            scores || !loss.mixup(), "objective", "loss.mixup", "there is no score term to weight")
        .require(
            scores || !loss.learnsWithoutCode(),
            "objective",
            "loss.codeDropout",
            "there is no score network to be told codes")
        .require(
            !discrete || loss.weighting() != Weighting.LIKELIHOOD,
            "loss.timeSteps",
            "loss.weighting",
            "likelihood weighting is for continuous times")
        .require(
            !discrete || plan.diffusion().hasChain(),
            "loss.timeSteps",
            "diffusion.kind",
            "this diffusion has no chain of steps")
        .require(
            !reconstructs || plan.scoreNetwork().kind() != ScoreNetworkPlan.Kind.NCSN_V2,
            "loss.reconstruction",
            "scoreNetwork.kind",
            "no decoder goes with ncsn-v2")
        .require(
            loss.reconstruction() != Reconstruction.BCE
                || plan.images().scaling() == PixelScaling.UNIT,
            "loss.reconstruction",
            "images.scaling",
            "cross-entropy needs pixels in [0, 1]");
  }
}
