package org.p2f.training.sampling;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.sampling.Solver;

/** How samples are made of noise. */
enum SamplingMethodKind {
  PREDICTOR_CORRECTOR(null),
  /** The probability-flow ODE, with steps as long as a tolerance allows. */
  PROBABILITY_FLOW(null),
  DDIM(Solver.DDIM),
  HEUN(Solver.HEUN),
  DPM_SOLVER_PP_2M(Solver.DPM_SOLVER_PP_2M),
  EULER(Solver.EULER),
  RUNGE_KUTTA_4(Solver.RUNGE_KUTTA_4);

  private final @Nullable Solver solver;

  SamplingMethodKind(@Nullable Solver solver) {
    this.solver = solver;
  }

  static SamplingMethodKind of(Solver solver) {
    return Stream.of(values()).filter(kind -> kind.solver == solver).findFirst().orElseThrow();
  }

  /** The rule of a method that takes the steps it is given; empty for the others. */
  Optional<Solver> solver() {
    return Optional.ofNullable(solver);
  }
}
