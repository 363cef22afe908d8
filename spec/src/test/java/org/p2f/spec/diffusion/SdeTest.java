package org.p2f.spec.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class SdeTest {
  static Stream<Sde> diffusions() {
    return Stream.of(
        VarianceExploding.published(),
        VariancePreserving.published(),
        SubVariancePreserving.published());
  }

  @Test
  void varianceExplodingNoiseGrowsGeometrically() {
    var sde = VarianceExploding.published();
    assertThat(sde.marginalStd(0)).isEqualTo(.01);
    assertThat(sde.marginalStd(1)).isCloseTo(50, within(1e-12));
    assertThat(sde.marginalStd(.5)).isCloseTo(Math.sqrt(.01 * 50), within(1e-12));
    assertThat(sde.meanCoefficient(.7)).isEqualTo(1);
  }

  /** d Var/dt = 2·f·Var + g² and d mean/dt = f·mean, whatever the diffusion. */
  @ParameterizedTest
  @MethodSource("diffusions")
  void marginalsSolveTheirDifferentialEquations(Sde sde) {
    // VE departs by σmin² (see its doc), which a derivative does not see.
    double h = 1e-5;
    for (double t = .05; t < 1; t += .1) {
      double at = t;
      double variance = Math.pow(sde.marginalStd(at), 2);
      double slope =
          (Math.pow(sde.marginalStd(at + h), 2) - Math.pow(sde.marginalStd(at - h), 2)) / (2 * h);
      double drift = sde instanceof VarianceExploding ? 0 : 2 * sde.driftCoefficient(at) * variance;
      double expected = drift + Math.pow(sde.diffusion(at), 2);
      assertThat(slope).isCloseTo(expected, within(1e-6 * (1 + expected))); // measured 2e-8
      double meanSlope = (sde.meanCoefficient(at + h) - sde.meanCoefficient(at - h)) / (2 * h);
      assertThat(meanSlope)
          .isCloseTo(sde.driftCoefficient(at) * sde.meanCoefficient(at), within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("diffusions")
  void timesAreFoundByTheirNoise(Sde sde) {
    for (double t : new double[] {1e-5, 1e-3, .01, .2, .5, .77, 1}) {
      double relative = sde.marginalStd(t) / sde.meanCoefficient(t);
      assertThat(sde.relativeStd(t)).isEqualTo(relative);
      assertThat(sde.timeOf(relative)).isCloseTo(t, within(1e-9 * t)); // measured 2e-11
    }
  }

  /** ᾱ of the published chain, by the products of Ho et al. */
  @Test
  void publishedChainFadesImages() {
    var sde = VariancePreserving.published();
    assertThat(sde.chainMean(0)).isCloseTo(Math.sqrt(1 - 1e-4), within(1e-15));
    assertThat(sde.chainMean(1))
        .isCloseTo(Math.sqrt((1 - 1e-4) * (1 - 1e-4 - .0199 / 999)), within(1e-15));
    assertThat(Math.pow(sde.chainMean(999), 2)).isCloseTo(4.04e-5, within(1e-7));
  }

  @ParameterizedTest
  @MethodSource("diffusions")
  void longChainsApproachTheDiffusion(Sde sde) {
    double coarse = relativeError(sde, 1_000);
    double fine = relativeError(sde, 10_000);
    assertThat(fine).isLessThan(2e-2);
    assertThat(fine).isLessThanOrEqualTo(coarse / 5 + 1e-12); // of first order
  }

  /** G²·N against g² at a time that lies on both chains nearly enough. */
  private static double relativeError(Sde sde, int steps) {
    double g = sde.discretise(.5, steps).diffusion();
    double at = Math.floor(.5 * (steps - 1)) / (steps - 1);
    return Math.abs(g * g * steps / Math.pow(sde.diffusion(at), 2) - 1);
  }

  /** The normal density of two pixels at 0 and at the standard deviation. */
  @ParameterizedTest
  @MethodSource("diffusions")
  void thePriorIsTheNoiseAtTheEnd(Sde sde) {
    double std = sde instanceof VarianceExploding ? 50 : 1;
    assertThat(sde.priorStd()).isEqualTo(std);
    double logPeak = -Math.log(2 * Math.PI * std * std);
    assertThat(sde.priorLogDensity(new double[] {0, 0})).isCloseTo(logPeak, within(1e-12));
    assertThat(sde.priorLogDensity(new double[] {std, -std})).isCloseTo(logPeak - 1, within(1e-12));
  }

  /** β_i = (β0 + i/(N − 1)·(β1 − β0))/N; SMLD's σ_i² − σ_{i−1}², with nothing below the first. */
  @Test
  void chainsHaveThePublishedSteps() {
    var vp = VariancePreserving.published();
    double beta = (.1 + 500 / 999. * 19.9) / 1000;
    assertThat(vp.discretise(500.5 / 999, 1000).diffusion())
        .isCloseTo(Math.sqrt(beta), within(1e-15));
    assertThat(vp.discretise(500.5 / 999, 1000).driftCoefficient())
        .isCloseTo(Math.sqrt(1 - beta) - 1, within(1e-15));
    assertThat(vp.langevinScale(500.5 / 999, 1000)).isCloseTo(1 - beta, within(1e-15));
    var ve = new VarianceExploding(1, 4);
    assertThat(ve.discretise(0, 3)).isEqualTo(new Discretisation(0, 1));
    assertThat(ve.discretise(.5, 3).diffusion()).isCloseTo(Math.sqrt(3), within(1e-14));
    assertThat(ve.discretise(1, 3).diffusion()).isCloseTo(Math.sqrt(12), within(1e-14));
    assertThat(ve.langevinScale(.5, 3)).isEqualTo(1);
  }

  /** 1 − exp(−∫β) over the step, where the published line would end above ½. */
  @Test
  void shortChainsTakeTheDiffusionsOwnSteps() {
    var vp = new VariancePreserving(1, 20);
    assertThat(Math.pow(vp.discretise(0, 40).diffusion(), 2)).isCloseTo(1 / 40., within(1e-15));
    double integral = 1 / 39. + 19 / (2 * 39. * 39);
    assertThat(Math.pow(vp.discretise(0, 39).diffusion(), 2))
        .isCloseTo(-Math.expm1(-integral), within(1e-15));
    assertThat(Math.pow(vp.discretise(1, 2).diffusion(), 2))
        .isCloseTo(-Math.expm1(-(.5 + 19 * 3 / 8.)), within(1e-15));
  }

  /** Euler–Maruyama with a step of 1/N. */
  @Test
  void aDiffusionWithoutAChainIsCutIntoEqualIntervals() {
    var sde = new SubVariancePreserving(1, 3);
    var step = sde.discretise(.5, 16);
    assertThat(step.driftCoefficient()).isEqualTo(-2 / 2. / 16);
    double variance = 2 * -Math.expm1(-2 * .5 - 2 * .25);
    assertThat(step.diffusion()).isCloseTo(Math.sqrt(variance) / 4, within(1e-15));
    assertThat(sde.hasChain()).isFalse();
    assertThat(VariancePreserving.published().hasChain()).isTrue();
    assertThat(VarianceExploding.published().hasChain()).isTrue();
  }

  @Test
  void ratesAndLevelsCanBeChanged() {
    assertThat(VariancePreserving.published().with(1, 2)).isEqualTo(new VariancePreserving(1, 2));
    assertThat(SubVariancePreserving.published().with(1, 2))
        .isEqualTo(new SubVariancePreserving(1, 2));
  }

  @Test
  void chainsOfTwoStepsAreTheShortest() {
    assertThat(VarianceExploding.published().discretise(.9, 2).diffusion()).isEqualTo(.01);
    assertThat(VariancePreserving.published().langevinScale(1, 1000)).isCloseTo(.98, within(1e-15));
  }

  @ParameterizedTest
  @MethodSource("diffusions")
  void timesOutsideTheUnitIntervalAreRefused(Sde sde) {
    for (double t : new double[] {-1e-9, 1.000001, Double.NaN}) {
      assertThatThrownBy(() -> sde.marginalStd(t)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> sde.meanCoefficient(t)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> sde.driftCoefficient(t))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> sde.diffusion(t)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> sde.discretise(t, 10)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> sde.langevinScale(t, 10))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> sde.discretise(.5, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void impossibleSettingsAreRefused() {
    for (double[] s :
        new double[][] {
          {0, 1}, {1, 1}, {2, 1}, {Double.NaN, 1}, {.1, Double.NaN}, {.1, Double.POSITIVE_INFINITY}
        }) {
      assertThatThrownBy(() -> new VarianceExploding(s[0], s[1]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new VariancePreserving(s[0], s[1]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new SubVariancePreserving(s[0], s[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("diffusions")
  void diffusionSurvivesJson(Sde sde) {
    var json = JsonMapper.shared();
    assertThat(json.readValue(json.writeValueAsString(sde), Sde.class)).isEqualTo(sde);
  }

  @Test
  void diffusionAsJsonNamesItsKind() {
    var json = JsonMapper.shared();
    String text = json.writeValueAsString(VarianceExploding.published());
    assertThat(text).isEqualTo("{\"kind\":\"ve\",\"sigmaMin\":0.01,\"sigmaMax\":50.0}");
    assertThat(json.readValue(text, Sde.class)).isEqualTo(VarianceExploding.published());
  }
}
