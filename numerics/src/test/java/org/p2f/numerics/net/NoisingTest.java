package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Value;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.network.UNetOptions.Embedding;

class NoisingTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  private static final double[] TIMES = {0, 1e-5, .1, .5, .99, 1};

  static Stream<Sde> diffusions() {
    return Stream.of(
        VarianceExploding.published(),
        VariancePreserving.published(),
        SubVariancePreserving.published());
  }

  /** Both are float64. */
  @ParameterizedTest
  @MethodSource("diffusions")
  void inGraphsADiffusionIsTheMathematicalOne(Sde sde) {
    var noising = Noising.continuous(sde);
    assertIs((n, t) -> n.std(t, ElementType.FLOAT64), noising, TIMES, sde::marginalStd);
    assertIs(
        (n, t) -> n.perturb(ones(t), t, ones(t).mul(0), ElementType.FLOAT64),
        noising,
        TIMES,
        sde::meanCoefficient);
    assertIs(
        (n, t) -> n.likelihoodWeight(t, ElementType.FLOAT64),
        noising,
        new double[] {1e-5, .1, .5, 1},
        t -> Math.pow(sde.diffusion(t) / sde.marginalStd(t), 2));
  }

  private static Value ones(Value t) {
    return t.mul(0).add(1).reshape(-1, 1, 1, 1);
  }

  /** ᾱ_i = Π(1 − β_j). */
  @Test
  void discreteStepsOfAVariancePreservingDiffusionAreDdpms() {
    var sde = VariancePreserving.published();
    var noising = new Noising(sde, TimeSteps.DISCRETE);
    double[] alphas = new double[Sde.CHAIN_STEPS];
    double product = 1;
    for (int i = 0; i < alphas.length; i++) {
      double beta = (sde.betaMin() + i * (sde.betaMax() - sde.betaMin()) / 999) / Sde.CHAIN_STEPS;
      product *= 1 - beta;
      alphas[i] = product;
    }
    double[] steps = IntStream.of(0, 1, 500, 998, 999).mapToDouble(i -> i / 999.).toArray();
    assertIs(
        (n, t) -> n.std(t, ElementType.FLOAT64),
        noising,
        steps,
        t -> Math.sqrt(1 - alphas[(int) Math.round(t * 999)]),
        1e-11); // 1 − ᾱ cancels at the first step
  }

  /** β_999 = betaMax/1000 is a variance that images cannot lose. */
  @Test
  void discreteStepsThatTakeMoreThanTheImageAreRefused() {
    assertThat(new Noising(new VariancePreserving(.1, 999), TimeSteps.DISCRETE).steps())
        .isEqualTo(TimeSteps.DISCRETE);
    assertThatThrownBy(() -> new Noising(new VariancePreserving(.1, 1000), TimeSteps.DISCRETE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("betaMax/1000");
  }

  @Test
  void trainingTimesAreAllOfAnIntervalOrThoseOfTheChain() {
    var uniform = new double[] {0, .0004, .5, .9999};
    var sde = VarianceExploding.published();
    assertThat(values(Noising::times, Noising.continuous(sde), uniform))
        .containsExactly(
            1e-5, 1e-5 + .0004 * (1 - 1e-5), .5 * (1 - 1e-5) + 1e-5, 1e-5 + .9999 * (1 - 1e-5));
    assertThat(values(Noising::times, new Noising(sde, TimeSteps.DISCRETE), uniform))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-15 ? 0 : Double.compare(a, b))
        .containsExactly(0, 0, 500 / 999., 1);
  }

  @Test
  void networksAreToldOfTimeAsPublished() {
    var ve = Noising.continuous(VarianceExploding.published());
    var vp = Noising.continuous(VariancePreserving.published());
    assertIs(
        (n, t) -> n.condition(Embedding.FOURIER, t),
        ve,
        TIMES,
        t -> Math.log(.01) + t * Math.log(5000));
    assertIs((n, t) -> n.condition(Embedding.POSITIONAL, t), ve, TIMES, t -> 999 * (1 - t));
    assertIs((n, t) -> n.condition(Embedding.POSITIONAL, t), vp, TIMES, t -> 999 * t);
    assertIs(
        (n, t) -> n.condition(Embedding.FOURIER, t),
        vp,
        TIMES,
        t -> Math.log(999 * Math.max(t, 1e-5)));
  }

  @Test
  void aSubVariancePreservingDiffusionHasNoChain() {
    assertThatThrownBy(() -> new Noising(SubVariancePreserving.published(), TimeSteps.DISCRETE))
        .hasMessageContaining("no chain");
  }

  private static void assertIs(
      BiFunction<Noising, Value, Value> actual,
      Noising noising,
      double[] times,
      DoubleUnaryOperator expected) {
    assertIs(actual, noising, times, expected, 1e-13);
  }

  private static void assertIs(
      BiFunction<Noising, Value, Value> actual,
      Noising noising,
      double[] times,
      DoubleUnaryOperator expected,
      double tolerance) {
    double[] found = values(actual, noising, times);
    double[] wanted = DoubleStream.of(times).map(expected).toArray();
    for (int i = 0; i < times.length; i++) {
      assertThat(found[i])
          .as("at %s", times[i])
          .isCloseTo(wanted[i], within(tolerance * Math.max(1e-3, Math.abs(wanted[i]))));
    }
  }

  private static double[] values(
      BiFunction<Noising, Value, Value> of, Noising noising, double[] times) {
    try (var program =
            new ProgramBuilder()
                .method("values", g -> List.of(of.apply(noising, g.tensor("t")).reshape(-1)))
                .compile(ENGINE);
        var scope = ENGINE.newScope()) {
      return program
          .call(scope, "values", scope.create(times, new Shape(times.length)))
          .get(0)
          .toDoubleArray();
    }
  }
}
