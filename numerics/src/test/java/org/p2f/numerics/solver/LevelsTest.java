package org.p2f.numerics.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.sampling.StepSpacing;

class LevelsTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  static Stream<Arguments> all() {
    return Diffusions.all()
        .flatMap(
            sde ->
                Stream.of(TimeSteps.values())
                    .filter(times -> times == TimeSteps.CONTINUOUS || sde.hasChain())
                    .flatMap(
                        times ->
                            Stream.of(StepSpacing.values())
                                .map(spacing -> Arguments.of(new Noising(sde, times), spacing))));
  }

  @ParameterizedTest
  @MethodSource("all")
  void noiseFallsFromTheStartToTheEndInAnyNumberOfSteps(Noising noising, StepSpacing spacing) {
    for (int intervals : new int[] {1, 2, 3, 7, 20, 100, 500, 998, 999}) {
      var levels = Levels.of(noising, spacing, intervals);
      assertThat(levels).hasSize(intervals + 1);
      assertThat(levels.getFirst().t()).isEqualTo(1);
      assertThat(levels.getLast().t())
          .isEqualTo(noising.steps() == TimeSteps.DISCRETE ? 0 : Ends.of(noising.sde()));
      for (int i = 0; i < intervals; i++) {
        assertThat(levels.get(i + 1).t()).isLessThan(levels.get(i).t());
        assertThat(levels.get(i + 1).relativeStd()).isLessThan(levels.get(i).relativeStd());
      }
    }
  }

  /** The published setting of 18 steps, σ from .002 to 80, as the authors' code gives it. */
  @Test
  void karrasSpacingIsThePublishedSchedule() {
    double[] published = {
      80, 57.58598, 40.78557, 28.37458, 19.35245, 12.91008, 8.40094, 5.31519, 3.25682, 1.92334,
      1.08817, .58535, .29644, .13952, .05995, .02293, .00753, .002
    };
    var levels =
        Levels.of(Noising.continuous(new VarianceExploding(.002, 80)), StepSpacing.KARRAS, 17);
    for (int i = 0; i < published.length; i++) {
      // ours ends at t = 1e-5, where σ is 1.0001 times σmin
      assertThat(levels.get(i).std()).isCloseTo(published[i], within(1e-3 * published[i]));
    }
  }

  @Test
  void otherSpacingsAreWhatTheyAreNamedFor() {
    var noising = Noising.continuous(VariancePreserving.published());
    var byTime = Levels.of(noising, StepSpacing.TIME, 10);
    var bySignal = Levels.of(noising, StepSpacing.LOG_SNR, 10);
    // −m is 5.025 at t = 1 and 5.4975e-5 at 1e-3, and σ̂² = exp(−2m) − 1
    double way = (Math.log(Math.expm1(10.05)) - Math.log(Math.expm1(1.09950e-4))) / 2;
    for (int i = 0; i < 10; i++) {
      assertThat(byTime.get(i).t() - byTime.get(i + 1).t()).isCloseTo(.0999, within(1e-12));
      var from = bySignal.get(i);
      var to = bySignal.get(i + 1);
      assertThat(Math.log(from.std() / from.fade()) - Math.log(to.std() / to.fade()))
          .isCloseTo(way / 10, within(1e-6));
    }
  }

  /** A network of a chain is told a step of it, and its images have the noise trained on there. */
  @ParameterizedTest
  @EnumSource(StepSpacing.class)
  void levelsOfAChainAreThoseTrainedOn(StepSpacing spacing) {
    for (Sde sde : List.of(VarianceExploding.published(), VariancePreserving.published())) {
      var noising = new Noising(sde, TimeSteps.DISCRETE);
      var levels = Levels.of(noising, spacing, 40);
      double[] times = levels.stream().mapToDouble(Level::t).toArray();
      try (var scope = ENGINE.newScope();
          var program =
              new ProgramBuilder()
                  .method("std", g -> List.of(noising.std(g.tensor("t"), ElementType.FLOAT64)))
                  .compile(ENGINE)) {
        double[] trained =
            program
                .call(scope, "std", scope.create(times, new Shape(times.length)))
                .getFirst()
                .toDoubleArray();
        for (int i = 0; i < times.length; i++) {
          assertThat(times[i] * 999).isCloseTo(Math.rint(times[i] * 999), within(1e-9));
          assertThat(levels.get(i).std()).isCloseTo(trained[i], within(1e-12 * trained[i]));
        }
      }
    }
  }

  @Test
  void chainHasSoManyLevels() {
    var noising = new Noising(VariancePreserving.published(), TimeSteps.DISCRETE);
    assertThatThrownBy(() -> Levels.of(noising, StepSpacing.KARRAS, 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000 levels");
  }
}
