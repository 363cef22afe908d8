package org.p2f.spec.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.sampling.SamplingMethod.FixedSteps;
import org.p2f.spec.sampling.SamplingMethod.PredictorCorrector;
import org.p2f.spec.sampling.SamplingMethod.ProbabilityFlow;

class SamplingMethodTest {

  private static final Sde VE = VarianceExploding.published();
  private static final Sde VP = VariancePreserving.published();
  private static final Sde SUB_VP = SubVariancePreserving.published();

  /** A predictor step asks once, each corrector step once, and denoising once more if needed. */
  @ParameterizedTest
  @CsvSource({
    "REVERSE_DIFFUSION, 0, false, 10",
    "REVERSE_DIFFUSION, 0, true, 10",
    "ANCESTRAL, 2, true, 30",
    "EULER_MARUYAMA, 1, false, 20",
    "EULER_MARUYAMA, 1, true, 21",
    "NONE, 3, false, 30",
    "NONE, 3, true, 31"
  })
  void chainsAskTheScoreInEachOfTheirSteps(
      Predictor predictor, int corrections, boolean denoise, int evaluations) {
    var corrector =
        corrections == 0 ? new Corrector.None() : new Corrector.Langevin(.16, corrections);
    var method = new PredictorCorrector(predictor, corrector, 10, denoise);
    assertThat(method.evaluations()).isEqualTo(evaluations);
    assertThat(method.inTime()).isFalse();
  }

  /** Euler's rule asks once a step, Heun's twice, Runge and Kutta's four times. */
  @ParameterizedTest
  @CsvSource({
    "DDIM, 1, false",
    "HEUN, 2, false",
    "DPM_SOLVER_PP_2M, 1, false",
    "EULER, 1, true",
    "RUNGE_KUTTA_4, 4, true"
  })
  void solversAskTheScoreAsTheirOrderNeeds(Solver solver, int each, boolean inTime) {
    var steps = new FixedSteps(solver, StepSpacing.KARRAS, 8, false);
    assertThat(steps.intervals()).isEqualTo(8);
    assertThat(steps.evaluations()).isEqualTo(8 * each);
    assertThat(steps.inTime()).isEqualTo(inTime);
    var denoised = new FixedSteps(solver, StepSpacing.KARRAS, 8, true);
    assertThat(denoised.intervals()).isEqualTo(7);
    assertThat(denoised.evaluations()).isEqualTo(7 * each + 1);
  }

  @Test
  void theAdaptiveSolverNeedsTheEquationAtAllTimes() {
    assertThat(new ProbabilityFlow(Tolerance.published(), true).inTime()).isTrue();
    assertThat(Tolerance.published()).isEqualTo(new Tolerance(1e-5, 1e-5));
  }

  @Test
  void spacingFollowsTheDiffusion() {
    assertThat(StepSpacing.of(VE)).isEqualTo(StepSpacing.KARRAS);
    assertThat(StepSpacing.of(VP)).isEqualTo(StepSpacing.LOG_SNR);
    assertThat(StepSpacing.of(SUB_VP)).isEqualTo(StepSpacing.LOG_SNR);
  }

  @Test
  void onlyAChainHasAPosterior() {
    assertThat(Predictor.ANCESTRAL.fits(VE)).isTrue();
    assertThat(Predictor.ANCESTRAL.fits(VP)).isTrue();
    assertThat(Predictor.ANCESTRAL.fits(SUB_VP)).isFalse();
    assertThat(Predictor.EULER_MARUYAMA.fits(SUB_VP)).isTrue();
    assertThat(Predictor.REVERSE_DIFFUSION.endsClean()).isTrue();
    assertThat(Predictor.ANCESTRAL.endsClean()).isTrue();
    assertThat(Predictor.EULER_MARUYAMA.endsClean()).isFalse();
    assertThat(Predictor.NONE.endsClean()).isFalse();
  }

  /** ε = 2α·r², by r·std where it is annealed; α = 1 of VE, 1 − β_i of VP, here at β = .1/1000. */
  @Test
  void correctorsStepAsPublished() {
    var langevin = new Corrector.Langevin(.5, 2);
    assertThat(langevin.scale(VE, .3, 1000)).isEqualTo(.5);
    assertThat(langevin.scale(VP, 0, 1000)).isCloseTo(.5 * (1 - 1e-4), within(1e-15));
    var annealed = new Corrector.AnnealedLangevin(.5, 2);
    assertThat(annealed.scale(VE, 1, 1000)).isCloseTo(2 * 625, within(1e-9));
    assertThat(annealed.scale(VE, .5, 1000)).isCloseTo(2 * .25 * .5, within(1e-12));
    // of VP at the end β_i is 20/1000, and the variance of the noise 1 − exp(−10.05)
    assertThat(annealed.scale(VP, 1, 1000))
        .isCloseTo(.5 * .98 * -Math.expm1(-10.05), within(1e-15));
    assertThat(annealed.steps()).isEqualTo(2);
    assertThat(new Corrector.None().steps()).isZero();
    assertThat(new Corrector.None().scale(VE, .5, 1000)).isZero();
  }

  @Test
  void aRectangleHidesItsOwnPixels() {
    var part = new KnownPart.AllBut(1, 2, 3, 1);
    assertThat(part.hides(1, 2)).isTrue();
    assertThat(part.hides(3, 2)).isTrue();
    assertThat(part.hides(0, 2)).isFalse();
    assertThat(part.hides(4, 2)).isFalse();
    assertThat(part.hides(1, 1)).isFalse();
    assertThat(part.hides(1, 3)).isFalse();
    assertThat(new KnownPart.AllBut(0, 0, 1, 1).hides(0, 0)).isTrue();
  }

  @Test
  void whatCannotBeIsRefused() {
    refused(() -> new KnownPart.AllBut(-1, 0, 1, 1), "rectangle");
    refused(() -> new KnownPart.AllBut(0, -1, 1, 1), "rectangle");
    refused(() -> new KnownPart.AllBut(0, 0, 0, 1), "rectangle");
    refused(() -> new KnownPart.AllBut(0, 0, 1, 0), "rectangle");
    for (double ratio : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused(() -> new Corrector.Langevin(ratio, 1), "signalToNoise");
      refused(() -> new Corrector.AnnealedLangevin(ratio, 1), "signalToNoise");
    }
    refused(() -> new Corrector.Langevin(.1, 0), "at least 1 step");
    refused(() -> new Corrector.AnnealedLangevin(.1, 0), "at least 1 step");
    assertThat(new Corrector.Langevin(.1, 1).steps()).isOne();
    refused(
        () -> new PredictorCorrector(Predictor.ANCESTRAL, new Corrector.None(), 1, true),
        "at least 2 steps");
    refused(
        () -> new PredictorCorrector(Predictor.NONE, new Corrector.None(), 2, true),
        "nothing would move");
    refused(() -> new FixedSteps(Solver.DDIM, StepSpacing.TIME, 1, true), "at least 2 steps");
    assertThat(new FixedSteps(Solver.DDIM, StepSpacing.TIME, 2, true).intervals()).isOne();
    assertThat(
            new PredictorCorrector(Predictor.ANCESTRAL, new Corrector.None(), 2, true)
                .evaluations())
        .isEqualTo(2);
  }

  @Test
  void tolerancesThatCannotBeAreRefused() {
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused(() -> new Tolerance(bad, 1e-5), "Tolerances");
      refused(() -> new Tolerance(1e-5, bad), "Tolerances");
    }
    refused(() -> new Tolerance(1, 1e-5), "Tolerances");
    assertThat(new Tolerance(.99, 2).absolute()).isEqualTo(2);
  }

  private static void refused(ThrowingCallable what, String because) {
    assertThatIllegalArgumentException().isThrownBy(what).withMessageContaining(because);
  }
}
