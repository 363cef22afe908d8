package org.p2f.training.domain;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.TimeDraws;
import org.p2f.spec.objective.Weighting;

/** What a caller says about what is minimised; null leaves it to objective and preset. */
public record LossWish(
    @Nullable Double latentPenalty,
    @Nullable Long penaltyFromStep,
    @Nullable Long penaltyUntilStep,
    @Nullable Weighting weighting,
    @Nullable Preconditioning preconditioning,
    @Nullable TimeSteps timeSteps,
    @Nullable TimeDraws timeDraws,
    @Nullable Reduction reduction,
    @Nullable Reconstruction reconstruction,
    @Nullable Double reconstructionWeight,
    @Nullable Boolean mixup) {

  static final LossWish NONE =
      new LossWish(null, null, null, null, null, null, null, null, null, null, null);

  /**
   * @param steps of the whole run
   */
  PenaltyPlan penalty(Objective objective, PresetPenalty preset, long steps) {
    PenaltyPlan base = preset.of(objective, steps);
    return new PenaltyPlan(
        Objects.requireNonNullElse(latentPenalty, base.weight()),
        Objects.requireNonNullElse(penaltyFromStep, base.fromStep()),
        Objects.requireNonNullElse(penaltyUntilStep, base.untilStep()));
  }

  /** What the preset says and this does not is left out where it does not apply. */
  LossPlan of(Objective objective, DiffusionPlan diffusion, LossPlan preset) {
    boolean scores = objective.matchesScores();
    Reconstruction compared =
        Objects.requireNonNullElse(
            reconstruction, scores ? Reconstruction.NONE : Reconstruction.L2);
    Preconditioning conditioned =
        Objects.requireNonNullElse(
            preconditioning,
            scores && diffusion.explodes() ? preset.preconditioning() : Preconditioning.NONE);
    return new LossPlan(
        scores,
        Objects.requireNonNullElse(
            weighting, scores ? weighting(preset, conditioned) : Weighting.NOISE),
        conditioned,
        Objects.requireNonNullElse(timeSteps, preset.timeSteps()),
        Objects.requireNonNullElse(timeDraws, preset.timeDraws()),
        Objects.requireNonNullElse(reduction, Reduction.SUM),
        compared,
        compared == Reconstruction.NONE ? 0 : Objects.requireNonNullElse(reconstructionWeight, 1.0),
        Boolean.TRUE.equals(mixup));
  }

  private static Weighting weighting(LossPlan preset, Preconditioning conditioned) {
    return preset.weighting().relative() && conditioned == Preconditioning.NONE
        ? Weighting.NOISE
        : preset.weighting();
  }

  /**
   * @param plan what this became part of
   */
  void requireConsistent(TrainingPlan plan, Contradictions contradictions) {
    LossPlan loss = plan.loss();
    boolean scores = loss.scoreTerm();
    boolean reconstructs = loss.reconstruction() != Reconstruction.NONE;
    boolean discrete = loss.timeSteps() == TimeSteps.DISCRETE;
    contradictions
        .unless(
            scores || reconstructs,
            "objective",
            "reconstruction",
            "an autoencoder reconstructs images")
        .unless(
            reconstructs || reconstructionWeight == null,
            "reconstructionWeight",
            "reconstruction",
            "nothing is reconstructed")
        .unless(
            plan.objective() != Objective.DRL_UNPENALISED || plan.penalty().weight() == 0,
            "objective",
            "latentPenalty",
            "codes are not penalised")
        .unless(
            plan.penalty().fromStep() <= plan.penalty().untilStep(),
            "penaltyFromStep",
            "penaltyUntilStep",
            "%d is after %d".formatted(plan.penalty().fromStep(), plan.penalty().untilStep()))
        .unless(
            !loss.weighting().relative() || loss.preconditioning() == Preconditioning.EDM,
            "weighting",
            "preconditioning",
            "edm and image go with edm's preconditioning")
        .unless(
            loss.preconditioning() != Preconditioning.EDM || plan.diffusion().explodes(),
            "preconditioning",
            "diffusion",
            "edm is for ve")
        .unless(
            scores || loss.preconditioning() == Preconditioning.NONE,
            "objective",
            "preconditioning",
            "there is no score network")
        .unless(
            scores || loss.weighting() == Weighting.NOISE,
            "objective",
            "weighting",
            "there is no score term to weight")
        .unless(scores || !loss.mixup(), "objective", "mixup", "there is no score term to weight")
        .unless(
            !discrete || loss.weighting() != Weighting.LIKELIHOOD,
            "timeSteps",
            "weighting",
            "likelihood weighting is for continuous times")
        .unless(
            !discrete || plan.diffusion().kind().published().hasChain(),
            "timeSteps",
            "diffusion",
            "this diffusion has no chain of steps")
        .unless(
            !reconstructs || plan.scoreNetwork().kind() != ScoreNetworkKind.NCSN_V2,
            "reconstruction",
            "scoreNetwork",
            "no decoder goes with ncsn-v2")
        .unless(
            loss.reconstruction() != Reconstruction.BCE
                || plan.images().scaling() == PixelScaling.UNIT,
            "reconstruction",
            "pixelScaling",
            "cross-entropy needs pixels in [0, 1]");
  }
}
