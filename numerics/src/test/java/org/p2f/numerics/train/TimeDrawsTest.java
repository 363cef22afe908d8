package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.objective.Contrast;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Penalty;
import org.p2f.spec.objective.Preconditioning;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.TimeDraws;
import org.p2f.spec.objective.Weighting;
import org.p2f.spec.optimizer.OptimizerSpec;

class TimeDrawsTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  /** Large enough for the last stratum of float32 numbers to begin near the end. */
  private static final int BATCH = 4096;

  private static double[] times(TimeSteps steps, TimeDraws draws, long seed) {
    return times(steps, draws, seed, Contrast.NONE);
  }

  private static double[] times(TimeSteps steps, TimeDraws draws, long seed, Contrast contrast) {
    var objective =
        new Objective(
            LatentKind.DETERMINISTIC,
            Penalty.constant(0),
            true,
            new Loss(
                Weighting.NOISE,
                Preconditioning.NONE,
                steps,
                draws,
                Reduction.SUM,
                Reconstruction.NONE,
                0,
                false,
                0));
    var spec =
        new TrainingSpec(
                new EncoderSpec(10, .125, LatentKind.DETERMINISTIC, 1),
                ScoreNetworkSpec.small(8, 1),
                VarianceExploding.published(),
                objective,
                OptimizerSpec.published(),
                PixelScaling.UNIT,
                BATCH,
                1,
                0,
                Precision.FLOAT32,
                Layout.CONTIGUOUS)
            .with(contrast, Augmentation.WEAK);
    try (var program =
            new ProgramBuilder()
                .method(
                    "times",
                    g -> {
                      var drawn = Draws.fromSeed(g, spec, g.tensor("images"));
                      return List.of(Noising.of(objective, spec.sde()).times(drawn.uniform()));
                    })
                .compile(ENGINE);
        var scope = ENGINE.newScope()) {
      return program
          .call(scope, "times", scope.ones(new Shape(BATCH, 1, 1, 1)), seed)
          .get(0)
          .toDoubleArray();
    }
  }

  @Test
  void stratifiedTimesAreOneInEachOfEqualParts() {
    double[] times = times(TimeSteps.CONTINUOUS, TimeDraws.STRATIFIED, 1);
    assertThat(IntStream.range(0, BATCH).map(i -> (int) (BATCH * (times[i] - 1e-5) / (1 - 1e-5))))
        .containsExactly(IntStream.range(0, BATCH).boxed().toArray(Integer[]::new));
    double[] others = times(TimeSteps.CONTINUOUS, TimeDraws.STRATIFIED, 2);
    assertThat(others).isNotEqualTo(times);
    double[] within = IntStream.range(0, BATCH).mapToDouble(i -> BATCH * times[i] - i).toArray();
    // a uniform number's mean, of standard deviation .0045
    assertThat(Arrays.stream(within).average().orElseThrow()).isBetween(.48, .55);
  }

  /** Or a contrast would tell pairs of views by their times. */
  @Test
  void stratifiedTimesOfTwoViewsSayNothingOfEachOther() {
    double[] times = times(TimeSteps.CONTINUOUS, TimeDraws.STRATIFIED, 1, new Contrast(1, 1, 8));
    assertThat(Arrays.stream(times).mapToInt(t -> (int) (BATCH * (t - 1e-5) / (1 - 1e-5))))
        .doesNotHaveDuplicates();
    double covariance =
        IntStream.range(0, BATCH / 2)
            .mapToDouble(i -> (times[2 * i] - .5) * (times[2 * i + 1] - .5))
            .average()
            .orElseThrow();
    // of variance 1/12 each: a correlation of at most 5 of its standard errors 1/√2048
    assertThat(12 * covariance).isBetween(-.11, .11);
  }

  @Test
  void independentTimesAreNot() {
    double[] times = times(TimeSteps.CONTINUOUS, TimeDraws.INDEPENDENT, 1);
    long hit = Arrays.stream(times).mapToInt(t -> (int) (BATCH * t)).distinct().count();
    // of as many draws as parts, 1 − 1/e of the parts are hit
    assertThat((double) hit / BATCH).isBetween(.60, .67);
  }

  @Test
  void stratifiedTimesOfTheChainAreItsStepsAllAlikeOften() {
    double[] times = times(TimeSteps.DISCRETE, TimeDraws.STRATIFIED, 3);
    int[] counts = new int[1000];
    for (double t : times) {
      double step = 999 * t;
      assertThat(Math.abs(step - Math.rint(step))).isLessThan(1e-9);
      counts[(int) Math.rint(step)]++;
    }
    // 4.096 parts to a step: at least 3 whole ones lie inside, at most 6 touch it
    assertThat(Arrays.stream(counts)).allMatch(count -> 3 <= count && count <= 6);
  }
}
