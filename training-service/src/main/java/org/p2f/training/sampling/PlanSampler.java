package org.p2f.training.sampling;

import static java.util.Objects.requireNonNullElse;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.SamplingMethod;
import org.p2f.spec.sampling.Solver;
import org.p2f.spec.sampling.StepSpacing;
import org.p2f.spec.sampling.Tolerance;
import org.p2f.training.model.ModelNetworks;
import org.p2f.training.sampling.SamplerPlan.SamplerSettings;

/** Turns what is said of a sampler into a plan, and notes what contradicts what. */
final class PlanSampler {

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

  private static final String OF_CHAINS = "goes with method predictor-corrector alone";
  private static final String OF_THE_FLOW = "goes with method probability-flow alone";
  private static final String OF_SOLVERS = "goes with solvers of given steps alone";
  private static final String NOT_ANCESTRAL =
      "there is no ancestral sampling of a sub-VP diffusion";

  private final SamplerSettings said;
  private final SamplingMethodKind method;
  private final Violations violations;
  private final String place;

  /**
   * @param place of the settings in the request, a prefix of their names
   */
  private PlanSampler(SamplerSettings said, Violations violations, String place) {
    this.said = said;
    this.method = requireNonNullElse(said.method(), SamplingMethodKind.PREDICTOR_CORRECTOR);
    this.violations = violations;
    this.place = place;
  }

  /**
   * The sampler of pictures in training.
   *
   * @param said within its bounds
   * @param diffusion of the run
   */
  static SamplerPlan ofGrids(SamplerSettings said, Sde diffusion, Violations violations) {
    var planning = new PlanSampler(said, violations, "samples.sampler.");
    planning.note();
    planning.requireFitting(diffusion, "diffusion.kind");
    violations
        .require(
            planning.method != SamplingMethodKind.PROBABILITY_FLOW,
            planning.at("method"),
            "must be one whose steps are given")
        .require(
            said.steps() == null || said.steps() <= MOST_PICTURE_STEPS,
            planning.at("steps"),
            "must be at most %d for pictures in training".formatted(MOST_PICTURE_STEPS));
    return planning.plan(PICTURE_STEPS, diffusion);
  }

  /**
   * The sampler of a sampling run, of which violations are noted.
   *
   * @param model empty if there is no such model
   */
  static PlanSampler ofRun(
      SamplerSettings said,
      SamplingPlan.Mode mode,
      Optional<ModelNetworks.Facts> model,
      Violations violations) {
    var planning = new PlanSampler(said, violations, "sampler.");
    planning.note();
    model.ifPresent(planning::requireModel);
    violations.exclude(
        mode.keepsAPart() && planning.method != SamplingMethodKind.PREDICTOR_CORRECTOR,
        "mode",
        planning.at("method"),
        "the probability-flow ODE cannot keep a known part");
    violations.exclude(
        mode == SamplingPlan.Mode.UNCONDITIONAL && planning.guidance() > 0,
        planning.at("guidance"),
        "mode",
        "without a code there is none to be guided by");
    return planning;
  }

  /**
   * @param diffusion of the model
   */
  SamplerPlan plan(Sde diffusion) {
    return plan(DEFAULT_STEPS, diffusion);
  }

  /** Settings that name all and were checked before. */
  static SamplerPlan complete(SamplerSettings said) {
    var unheard = new Violations();
    return new PlanSampler(said, unheard, "").plan(VarianceExploding.published());
  }

  private SamplerPlan plan(int chainSteps, Sde diffusion) {
    boolean denoise = requireNonNullElse(said.denoise(), true);
    return new SamplerPlan(
        switch (method) {
          case PREDICTOR_CORRECTOR ->
              new SamplingMethod.PredictorCorrector(
                  moves() ? predictor() : Predictor.REVERSE_DIFFUSION,
                  correction(),
                  requireNonNullElse(said.steps(), chainSteps),
                  denoise);
          case PROBABILITY_FLOW ->
              new SamplingMethod.ProbabilityFlow(
                  new Tolerance(
                      requireNonNullElse(said.relativeTolerance(), DEFAULT_TOLERANCE),
                      requireNonNullElse(said.absoluteTolerance(), DEFAULT_TOLERANCE)),
                  denoise);
          case DDIM, HEUN, DPM_SOLVER_PP_2M, EULER, RUNGE_KUTTA_4 ->
              new SamplingMethod.FixedSteps(
                  method.solver().orElseThrow(),
                  requireNonNullElse(said.spacing(), StepSpacing.of(diffusion)),
                  solverSteps(),
                  denoise);
        },
        guidance());
  }

  private double guidance() {
    return requireNonNullElse(said.guidance(), 0.);
  }

  private Predictor predictor() {
    return requireNonNullElse(said.predictor(), Predictor.REVERSE_DIFFUSION);
  }

  private CorrectorKind corrector() {
    return requireNonNullElse(said.corrector(), CorrectorKind.LANGEVIN);
  }

  private Corrector correction() {
    double ratio = requireNonNullElse(said.signalToNoise(), DEFAULT_SIGNAL_TO_NOISE);
    int steps = requireNonNullElse(said.correctorSteps(), DEFAULT_CORRECTOR_STEPS);
    return switch (corrector()) {
      case NONE -> new Corrector.None();
      case LANGEVIN -> new Corrector.Langevin(ratio, steps);
      case ANNEALED_LANGEVIN -> new Corrector.AnnealedLangevin(ratio, steps);
    };
  }

  /** Whether anything would move the images. */
  private boolean moves() {
    return predictor() != Predictor.NONE || corrector() != CorrectorKind.NONE;
  }

  private int solverSteps() {
    return requireNonNullElse(said.steps(), DEFAULT_SOLVER_STEPS);
  }

  private String at(String field) {
    return place + field;
  }

  private void requireFitting(Sde diffusion, String of) {
    violations.require(
        said.predictor() == null || said.predictor().fits(diffusion),
        at("predictor"),
        of,
        NOT_ANCESTRAL);
  }

  private void requireModel(ModelNetworks.Facts model) {
    requireFitting(model.diffusion(), "modelId");
    violations.require(
        guidance() == 0 || (model.codeDropout() > 0 && model.codeDropout() < 1),
        at("guidance"),
        "modelId",
        "guidance needs scores with codes and without; the model's loss.codeDropout is %s"
            .formatted(model.codeDropout()));
    boolean inTime =
        method == SamplingMethodKind.PROBABILITY_FLOW
            || method.solver().filter(Solver::inTime).isPresent();
    violations.require(
        model.continuousTimes() || !inTime,
        at("method"),
        "modelId",
        "the probability-flow ODE in t needs a network trained at continuous times");
    int levels = requireNonNullElse(said.denoise(), true) ? solverSteps() : solverSteps() + 1;
    violations.require(
        model.continuousTimes() || method.solver().isEmpty() || levels <= Sde.CHAIN_STEPS,
        at("steps"),
        "modelId",
        "its network was trained at %d noise levels, not the %d to be asked for"
            .formatted(Sde.CHAIN_STEPS, levels));
  }

  /** What does not go together within the settings. */
  private void note() {
    boolean chain = method == SamplingMethodKind.PREDICTOR_CORRECTOR;
    boolean flow = method == SamplingMethodKind.PROBABILITY_FLOW;
    requireMethod(chain, said.predictor(), "predictor", OF_CHAINS);
    requireMethod(chain, said.corrector(), "corrector", OF_CHAINS);
    requireMethod(chain, said.signalToNoise(), "signalToNoise", OF_CHAINS);
    requireMethod(chain, said.correctorSteps(), "correctorSteps", OF_CHAINS);
    requireMethod(flow, said.relativeTolerance(), "relativeTolerance", OF_THE_FLOW);
    requireMethod(flow, said.absoluteTolerance(), "absoluteTolerance", OF_THE_FLOW);
    requireMethod(!chain && !flow, said.spacing(), "spacing", OF_SOLVERS);
    requireMethod(!flow, said.steps(), "steps", "its tolerance decides the number of steps");
    if (chain) {
      violations.require(
          moves(),
          at("predictor"),
          at("corrector"),
          "without either nothing would move the images");
      boolean corrects = corrector() != CorrectorKind.NONE;
      var none = "a corrector of none makes no steps";
      violations
          .require(
              corrects || said.signalToNoise() == null, at("signalToNoise"), at("corrector"), none)
          .require(
              corrects || said.correctorSteps() == null,
              at("correctorSteps"),
              at("corrector"),
              none);
    }
  }

  private void requireMethod(boolean takesIt, @Nullable Object value, String field, String only) {
    violations.require(takesIt || value == null, at(field), at("method"), only);
  }

  static void requireRange(
      Violations violations, @Nullable Integer value, String field, int least, int most) {
    violations.require(
        value == null || (least <= value && value <= most),
        field,
        "must be %d to %d".formatted(least, most));
  }
}
