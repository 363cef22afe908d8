package org.p2f.numerics.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Value;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Penalty;
import org.p2f.spec.objective.Preconditioning;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.TimeDraws;
import org.p2f.spec.objective.Weighting;

class ScoreMatchingTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  private static final int VALUES = 3;
  private static final double[] TIMES = {.2, .9};
  private static final double[] SCORE = {1, -2, .5, 3, .7, -1};
  private static final double[] NOISE = {.3, 1, -2, .1, .4, -.6};

  private final PtNDManager tensors = ENGINE.newScope();

  @AfterEach
  void freeTensors() {
    tensors.close();
  }

  static Stream<Sde> diffusions() {
    return Stream.of(
        VarianceExploding.published(),
        VariancePreserving.published(),
        SubVariancePreserving.published());
  }

  /** Two images of three values; both sides are float64. */
  @ParameterizedTest
  @MethodSource("diffusions")
  void lossIsThePublishedOne(Sde sde) {
    for (var weighting : List.of(Weighting.NOISE, Weighting.LIKELIHOOD)) {
      for (var reduction : Reduction.values()) {
        double[] found =
            losses(
                new ScoreMatching(
                    Noising.continuous(sde), weighting, reduction, ElementType.FLOAT64));
        for (int image = 0; image < TIMES.length; image++) {
          double expected = loss(sde, weighting == Weighting.LIKELIHOOD, reduction, image);
          assertThat(found[image]).isCloseTo(expected, within(1e-12 * expected));
        }
      }
    }
  }

  private static double loss(Sde sde, boolean likelihood, Reduction reduction, int image) {
    double std = sde.marginalStd(TIMES[image]);
    double sum = 0;
    for (int i = VALUES * image; i < VALUES * (image + 1); i++) {
      sum +=
          likelihood
              ? Math.pow(SCORE[i] + NOISE[i] / std, 2)
              : Math.pow(SCORE[i] * std + NOISE[i], 2);
    }
    double weight = likelihood ? Math.pow(sde.diffusion(TIMES[image]), 2) : 1;
    return weight * reduced(reduction, sum);
  }

  private static double reduced(Reduction reduction, double sum) {
    return reduction == Reduction.SUM ? sum / 2 : sum / VALUES;
  }

  private double[] losses(ScoreMatching matching) {
    return run(
        g -> matching.loss(g.tensor("score"), g.tensor("t"), g.tensor("noise")),
        images(SCORE),
        tensors.create(TIMES, new Shape(2)),
        images(NOISE));
  }

  @ParameterizedTest
  @CsvSource({"L2, SUM", "L2, MEAN", "BCE, SUM"})
  void reconstructionIsThePublishedOne(Reconstruction reconstruction, Reduction reduction) {
    double[] x0 = {.1, .9, 0, 1, .5, .25};
    var objective =
        new Objective(
            LatentKind.DETERMINISTIC,
            Penalty.constant(0),
            true,
            new Loss(
                Weighting.NOISE,
                Preconditioning.NONE,
                TimeSteps.CONTINUOUS,
                TimeDraws.INDEPENDENT,
                reduction,
                reconstruction,
                3,
                false,
                0));
    double[] found =
        run(
            g ->
                new ObjectiveTerms(objective).reconstructionOf(g.tensor("decoded"), g.tensor("x0")),
            images(SCORE),
            images(x0));
    for (int image = 0; image < 2; image++) {
      double sum = 0;
      for (int i = VALUES * image; i < VALUES * (image + 1); i++) {
        double p = 1 / (1 + Math.exp(-SCORE[i]));
        sum +=
            reconstruction == Reconstruction.L2
                ? Math.pow(SCORE[i] - x0[i], 2)
                : -x0[i] * Math.log(p) - (1 - x0[i]) * Math.log(1 - p);
      }
      assertThat(found[image]).isCloseTo(3 * reduced(reduction, sum), within(1e-12));
    }
  }

  @Test
  void contradictionsAreRefused() {
    var continuous = TimeSteps.CONTINUOUS;
    var none = Reconstruction.NONE;
    var l2 = Reconstruction.L2;
    for (var wrong :
        List.<Runnable>of(
            () -> objective(false, Weighting.NOISE, continuous, none, 0, false),
            () -> objective(false, Weighting.LIKELIHOOD, continuous, l2, 1, false),
            () -> objective(false, Weighting.NOISE, continuous, l2, 1, true),
            () -> objective(true, Weighting.LIKELIHOOD, TimeSteps.DISCRETE, none, 0, false),
            () -> objective(true, Weighting.EDM, continuous, none, 0, false),
            () -> objective(true, Weighting.NOISE, continuous, none, 1, false),
            () -> objective(true, Weighting.NOISE, continuous, l2, 0, false),
            () -> objective(true, Weighting.NOISE, continuous, l2, Double.NaN, false))) {
      assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void objective(
      boolean scores,
      Weighting weighting,
      TimeSteps times,
      Reconstruction reconstruction,
      double weight,
      boolean mixup) {
    var _ =
        new Objective(
            LatentKind.GAUSSIAN,
            Penalty.constant(1),
            scores,
            new Loss(
                weighting,
                Preconditioning.NONE,
                times,
                TimeDraws.INDEPENDENT,
                Reduction.SUM,
                reconstruction,
                weight,
                mixup,
                0));
  }

  private NDArray images(double[] values) {
    return tensors.create(values, new Shape(2, 1, 1, VALUES));
  }

  private double[] run(Function<Graph, Value> loss, NDArray... arguments) {
    try (var program =
        new ProgramBuilder().method("loss", g -> List.of(loss.apply(g))).compile(ENGINE)) {
      return program.call(tensors, "loss", (Object[]) arguments).get(0).toDoubleArray();
    }
  }
}
