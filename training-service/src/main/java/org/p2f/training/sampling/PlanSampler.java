package org.p2f.training.sampling;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.Solver;
import org.p2f.spec.sampling.StepSpacing;
import org.p2f.training.dataset.DatasetPlan;
import org.p2f.training.model.ModelNetworks;
import org.p2f.training.network.Contradictions;

/** Turns what is said of a sampler into a plan, and notes what contradicts what. */
public final class PlanSampler {

  /** The published settings of VE diffusions on small images. */
  private static final int DEFAULT_STEPS = 1_000;

  private static final double DEFAULT_SIGNAL_TO_NOISE = .16;
  private static final int DEFAULT_CORRECTOR_STEPS = 1;
  private static final double DEFAULT_TOLERANCE = 1e-5;

  /** Samples of trained models hardly change with more; see docs/sampling.md. */
  private static final int DEFAULT_SOLVER_STEPS = 20;

  /** Of a predictor–corrector chain that draws pictures in training. */
  private static final int PICTURE_STEPS = 50;

  private static final int MOST_PICTURE_STEPS = 1_000;

  private static final String NOT_ANCESTRAL =
      "there is no ancestral sampling of a sub-VP diffusion";

  private final SamplerSettings wish;
  private final SamplingMethodKind method;
  private final Contradictions contradictions;
  private final String place;

  /**
   * @param place of the settings in the request, a prefix of their names
   */
  private PlanSampler(SamplerSettings wish, Contradictions contradictions, String place) {
    this.wish = wish;
    this.method = Objects.requireNonNullElse(wish.method(), SamplingMethodKind.PREDICTOR_CORRECTOR);
    this.contradictions = contradictions;
    this.place = place;
  }

  /**
   * The sampler of pictures in training.
   *
   * @param diffusion of the run
   */
  public static SamplerPlan ofGrids(
      SamplerSettings said, Sde diffusion, Contradictions contradictions) {
    var planning = new PlanSampler(said, contradictions, "samples.sampler.");
    Predictor predictor = said.predictor();
    contradictions.unless(
        predictor == null || predictor.fits(diffusion),
        planning.at("predictor"),
        "diffusion.kind",
        NOT_ANCESTRAL);
    contradictions
        .violations()
        .require(
            planning.method != SamplingMethodKind.PROBABILITY_FLOW,
            planning.at("method"),
            "must be one whose steps are given")
        .require(
            said.steps() == null || said.steps() <= MOST_PICTURE_STEPS,
            planning.at("steps"),
            "must be at most %d for pictures in training".formatted(MOST_PICTURE_STEPS));
    boolean chain = planning.method == SamplingMethodKind.PREDICTOR_CORRECTOR;
    var filled =
        said.with(
            chain && said.steps() == null ? (Integer) PICTURE_STEPS : said.steps(),
            planning.method.solver().isPresent() && said.spacing() == null
                ? StepSpacing.of(diffusion)
                : said.spacing());
    return new PlanSampler(filled, contradictions, planning.place).resolve(Optional.empty());
  }

  private String at(String field) {
    return place + field;
  }

  /**
   * @param partKnown whether a part of the images is known
   * @param model empty if there is no such model
   */
  static SamplerPlan resolve(
      SamplerSettings wish,
      boolean partKnown,
      Optional<ModelNetworks.Facts> model,
      Violations violations) {
    var planning = new PlanSampler(wish, new Contradictions(violations), "");
    planning.requireModel(model);
    planning.contradictions.note(
        partKnown && planning.method != SamplingMethodKind.PREDICTOR_CORRECTOR,
        "mode",
        planning.at("method"),
        "the probability-flow ODE cannot keep a known part");
    return planning.resolve(model);
  }

  private SamplerPlan resolve(Optional<ModelNetworks.Facts> model) {
    return switch (method) {
      case PREDICTOR_CORRECTOR -> chain();
      case PROBABILITY_FLOW -> flow();
      case DDIM, HEUN, DPM_SOLVER_PP_2M, EULER, RUNGE_KUTTA_4 -> solver(model);
    };
  }

  private void requireModel(Optional<ModelNetworks.Facts> model) {
    contradictions.note(
        Optional.ofNullable(wish.predictor())
            .flatMap(predictor -> model.filter(m -> !predictor.fits(m.diffusion())))
            .isPresent(),
        at("predictor"),
        "modelId",
        NOT_ANCESTRAL);
    boolean inTime =
        method == SamplingMethodKind.PROBABILITY_FLOW
            || method.solver().filter(Solver::inTime).isPresent();
    contradictions.note(
        inTime && model.filter(m -> !m.continuousTimes()).isPresent(),
        at("method"),
        "modelId",
        "the probability-flow ODE in t needs a network trained at continuous times");
  }

  private SamplerPlan flow() {
    refuseOfChains();
    refuseSpacing();
    contradictions.note(
        wish.steps() != null,
        at("steps"),
        at("method"),
        "its tolerance decides the number of steps");
    return new SamplerPlan(
        method,
        null,
        null,
        null,
        null,
        null,
        null,
        Objects.requireNonNullElse(wish.relativeTolerance(), DEFAULT_TOLERANCE),
        Objects.requireNonNullElse(wish.absoluteTolerance(), DEFAULT_TOLERANCE),
        denoise());
  }

  private SamplerPlan solver(Optional<ModelNetworks.Facts> model) {
    refuseOfChains();
    refuseTolerances();
    int steps = Objects.requireNonNullElse(wish.steps(), DEFAULT_SOLVER_STEPS);
    int levels = denoise() ? steps : steps + 1;
    contradictions.note(
        levels > Sde.CHAIN_STEPS && model.filter(m -> !m.continuousTimes()).isPresent(),
        at("steps"),
        "modelId",
        "its network was trained at %d noise levels, not the %d to be asked for"
            .formatted(Sde.CHAIN_STEPS, levels));
    return new SamplerPlan(
        method,
        null,
        null,
        steps,
        Optional.ofNullable(wish.spacing())
            .or(() -> model.map(m -> StepSpacing.of(m.diffusion())))
            .orElse(null), // without a model, the plan is refused
        null,
        null,
        null,
        null,
        denoise());
  }

  private void refuseOfChains() {
    var only = "goes with method predictor-corrector alone";
    contradictions.note(wish.predictor() != null, at("predictor"), at("method"), only);
    contradictions.note(wish.corrector() != null, at("corrector"), at("method"), only);
    contradictions.note(wish.signalToNoise() != null, at("signalToNoise"), at("method"), only);
    contradictions.note(wish.correctorSteps() != null, at("correctorSteps"), at("method"), only);
  }

  private void refuseTolerances() {
    var only = "goes with method probability-flow alone";
    contradictions.note(
        wish.relativeTolerance() != null, at("relativeTolerance"), at("method"), only);
    contradictions.note(
        wish.absoluteTolerance() != null, at("absoluteTolerance"), at("method"), only);
  }

  private void refuseSpacing() {
    contradictions.note(
        wish.spacing() != null,
        at("spacing"),
        at("method"),
        "goes with solvers of given steps alone");
  }

  private SamplerPlan chain() {
    var predictor = Objects.requireNonNullElse(wish.predictor(), Predictor.REVERSE_DIFFUSION);
    var corrector = Objects.requireNonNullElse(wish.corrector(), CorrectorKind.LANGEVIN);
    boolean corrects = corrector != CorrectorKind.NONE;
    refuseTolerances();
    refuseSpacing();
    contradictions.note(
        predictor == Predictor.NONE && !corrects,
        at("predictor"),
        at("corrector"),
        "without either nothing would move the images");
    var none = "a corrector of none makes no steps";
    contradictions.note(
        !corrects && wish.signalToNoise() != null, at("signalToNoise"), at("corrector"), none);
    contradictions.note(
        !corrects && wish.correctorSteps() != null, at("correctorSteps"), at("corrector"), none);
    return new SamplerPlan(
        method,
        predictor,
        corrector,
        Objects.requireNonNullElse(wish.steps(), DEFAULT_STEPS),
        null,
        corrects ? Objects.requireNonNullElse(wish.signalToNoise(), DEFAULT_SIGNAL_TO_NOISE) : null,
        corrects
            ? Objects.requireNonNullElse(wish.correctorSteps(), DEFAULT_CORRECTOR_STEPS)
            : null,
        null,
        null,
        denoise());
  }

  private boolean denoise() {
    return Objects.requireNonNullElse(wish.denoise(), true);
  }

  public static void requireName(Violations violations, @Nullable String name) {
    violations.require(
        name == null || (!name.isBlank() && name.length() <= DatasetPlan.LONGEST_NAME),
        "name",
        "must have 1 to %d characters".formatted(DatasetPlan.LONGEST_NAME));
  }

  static void requireRange(
      Violations violations, @Nullable Integer value, String field, int least, int most) {
    violations.require(
        value == null || (least <= value && value <= most),
        field,
        "must be %d to %d".formatted(least, most));
  }
}
