package org.p2f.training.domain;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;

/** What a caller says about what is minimised; null leaves it to objective and preset. */
public record LossWish(
    @Nullable Double latentPenalty,
    @Nullable Boolean likelihoodWeighting,
    @Nullable TimeSteps timeSteps,
    @Nullable Reduction reduction,
    @Nullable Reconstruction reconstruction,
    @Nullable Double reconstructionWeight,
    @Nullable Boolean mixup) {

  static final LossWish NONE = new LossWish(null, null, null, null, null, null, null);

  private static final double LARGEST_WEIGHT = 1e6;

  void requireRanges(Violations violations) {
    violations
        .require(
            latentPenalty == null || (0 <= latentPenalty && latentPenalty <= LARGEST_WEIGHT),
            "latentPenalty",
            "must be 0 to %s".formatted(LARGEST_WEIGHT))
        .require(
            reconstructionWeight == null
                || (0 < reconstructionWeight && reconstructionWeight <= LARGEST_WEIGHT),
            "reconstructionWeight",
            "must be above 0 and at most %s".formatted(LARGEST_WEIGHT));
  }

  double penalty(Objective objective, double preset) {
    return latentPenalty == null ? objective.penalty(preset) : latentPenalty;
  }

  LossPlan of(Objective objective) {
    Reconstruction compared =
        Objects.requireNonNullElse(
            reconstruction, objective.matchesScores() ? Reconstruction.NONE : Reconstruction.L2);
    return new LossPlan(
        objective.matchesScores(),
        Boolean.TRUE.equals(likelihoodWeighting),
        Objects.requireNonNullElse(timeSteps, TimeSteps.CONTINUOUS),
        Objects.requireNonNullElse(reduction, Reduction.SUM),
        compared,
        compared == Reconstruction.NONE ? 0 : Objects.requireNonNullElse(reconstructionWeight, 1.0),
        Boolean.TRUE.equals(mixup));
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
            plan.objective() != Objective.DRL_UNPENALISED || plan.latentPenalty() == 0,
            "objective",
            "latentPenalty",
            "codes are not penalised")
        .unless(
            scores || !loss.likelihoodWeighting(),
            "objective",
            "likelihoodWeighting",
            "there is no score term to weight")
        .unless(scores || !loss.mixup(), "objective", "mixup", "there is no score term to weight")
        .unless(
            !discrete || !loss.likelihoodWeighting(),
            "timeSteps",
            "likelihoodWeighting",
            "it is for continuous times")
        .unless(
            !discrete || plan.diffusion().kind() != DiffusionKind.SUB_VP,
            "timeSteps",
            "diffusion",
            "there is no chain of steps of sub-vp")
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
