package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.loss.ScoreMatching;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.test.Golden;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.objective.Preconditioning;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.Weighting;

/**
 * Networks whose output is the noise, the image or v, in float64: against images of a normal
 * distribution, whose best denoiser is known, and against losses of {@code python
 * benchmarks/peers/predictions.py numerics/src/test/resources/reference}.
 */
class PredictionsTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final double DATA_STD = .6;
  private static final double[] TIMES = {1. / 999, 150. / 999, 500. / 999, 1};
  private static final int VALUES = 4;

  /** Mean of the images' distribution; its standard deviation is {@link #DATA_STD}. */
  private static final double MEAN = .3;

  private static final double[] NOISY = {
    .1, .9, -.4, 0, 1, .3, .2, -.7, .6, -.5, .8, -1, 2, -3, .05, 1.2
  };

  private final PtNDManager tensors = ENGINE.newScope();

  @AfterEach
  void freeTensors() {
    tensors.close();
  }

  /**
   * A diffusion by its formulas.
   *
   * @param name in the reference
   * @param alpha factor of x_0 in x_t
   * @param sigma standard deviation of x_t given x_0
   */
  record Diffusion(
      String name, Sde sde, TimeSteps steps, DoubleUnaryOperator alpha, DoubleUnaryOperator sigma) {
    Noising noising(Preconditioning preconditioning) {
      return new Noising(sde, steps, preconditioning, DATA_STD);
    }

    List<Preconditioning> predictions() {
      return Arrays.stream(Preconditioning.values()).filter(kind -> kind.isFor(sde)).toList();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Diffusion> diffusions() {
    DoubleUnaryOperator mean = t -> Math.exp(-19.9 * t * t / 4 - .1 * t / 2);
    DoubleUnaryOperator chain =
        t -> {
          double product = 1;
          for (int j = 0; j <= Math.round(999 * t); j++) {
            product *= 1 - (.1 + j / 999. * 19.9) / 1000;
          }
          return Math.sqrt(product);
        };
    return Stream.of(
        new Diffusion(
            "ve",
            new VarianceExploding(.02, 40),
            TimeSteps.CONTINUOUS,
            _ -> 1,
            t -> .02 * Math.pow(2000, t)),
        new Diffusion(
            "vp",
            VariancePreserving.published(),
            TimeSteps.CONTINUOUS,
            mean,
            t -> Math.sqrt(1 - Math.pow(mean.applyAsDouble(t), 2))),
        new Diffusion(
            "chain",
            VariancePreserving.published(),
            TimeSteps.DISCRETE,
            chain,
            t -> Math.sqrt(1 - Math.pow(chain.applyAsDouble(t), 2))),
        new Diffusion(
            "sub-vp",
            SubVariancePreserving.published(),
            TimeSteps.CONTINUOUS,
            mean,
            t -> 1 - Math.pow(mean.applyAsDouble(t), 2)));
  }

  /** What a network that denoises to D gives. */
  private static double output(
      Preconditioning prediction, Diffusion diffusion, double x, double denoised, double t) {
    double alpha = diffusion.alpha().applyAsDouble(t);
    double sigma = diffusion.sigma().applyAsDouble(t);
    double noise = (x - alpha * denoised) / sigma;
    double total = Math.sqrt(sigma * sigma + DATA_STD * DATA_STD);
    return switch (prediction) {
      case NONE -> diffusion.sde() instanceof VarianceExploding ? -noise : noise;
      case EDM ->
          (denoised - DATA_STD * DATA_STD / (total * total) * x) / (sigma * DATA_STD / total);
      case DENOISED -> denoised;
      case VELOCITY -> alpha * noise - sigma * denoised;
    };
  }

  /**
   * The score of x_t ~ N(α·m, α²s² + σ²) from its best denoiser D = (s²α·x + σ²m)/(α²s² + σ²), and
   * D again from the score. The formulas of the test cancel where there is little noise.
   */
  @ParameterizedTest
  @MethodSource("diffusions")
  void theBestDenoiserOfANormalDistributionHasItsScore(Diffusion diffusion) {
    double[] denoised = new double[NOISY.length];
    double[] score = new double[NOISY.length];
    for (int i = 0; i < NOISY.length; i++) {
      double alpha = diffusion.alpha().applyAsDouble(TIMES[i / VALUES]);
      double noise = Math.pow(diffusion.sigma().applyAsDouble(TIMES[i / VALUES]), 2);
      double all = alpha * alpha * DATA_STD * DATA_STD + noise;
      denoised[i] = (DATA_STD * DATA_STD * alpha * NOISY[i] + noise * MEAN) / all;
      score[i] = -(NOISY[i] - alpha * MEAN) / all;
    }
    for (var prediction : diffusion.predictions()) {
      var noising = diffusion.noising(prediction);
      double[] output = new double[NOISY.length];
      for (int i = 0; i < output.length; i++) {
        output[i] = output(prediction, diffusion, NOISY[i], denoised[i], TIMES[i / VALUES]);
      }
      var found =
          run(
              g -> {
                var x = g.tensor("x");
                var t = g.tensor("t");
                var itsScore = noising.score(g.tensor("output"), x, t, ElementType.FLOAT64);
                return List.of(itsScore, noising.clean(x, t, itsScore, ElementType.FLOAT64));
              },
              images(NOISY),
              times(),
              images(output));
      assertClose(found.get(0), score, prediction);
      assertClose(found.get(1), denoised, prediction);
    }
  }

  private static void assertClose(double[] found, double[] expected, Preconditioning prediction) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i])
          .as("value %d of %s", i, prediction)
          .isCloseTo(expected[i], within(1e-7 * Math.max(1, Math.abs(expected[i]))));
    }
  }

  /**
   * Losses and gradients are those of the error of the image, of v or of the noise with the weight
   * that makes it the same function of the denoised image.
   */
  @ReferenceCheck
  @ParameterizedTest
  @MethodSource("diffusions")
  void lossesAndGradientsArePyTorchs(Diffusion diffusion) {
    try (var golden = Golden.resource("reference/predictions")) {
      assertThat(golden.number("dataStd")).isEqualTo(DATA_STD);
      assertThat(golden.values("t")).containsExactly(TIMES);
      int compared = 0;
      for (var prediction : diffusion.predictions()) {
        for (var weighting : Weighting.values()) {
          var name =
              "%s.%s.%s"
                  .formatted(
                      diffusion,
                      prediction.name().toLowerCase(Locale.ROOT),
                      weighting.name().toLowerCase(Locale.ROOT).replace('_', '-'));
          if (golden.has("loss." + name)) {
            var found = loss(diffusion.noising(prediction), weighting, golden);
            assertRelative(found.get(0), golden.values("loss." + name), name);
            assertRelative(found.get(1), golden.values("grad." + name), name);
            compared++;
          }
        }
      }
      assertThat(compared).isEqualTo(diffusion.sde() instanceof VariancePreserving ? 9 : 5);
    }
  }

  /** Where there is little noise σ² is a difference, 1 − ᾱ, and losses divide by it. */
  private static void assertRelative(double[] found, double[] expected, String name) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i])
          .as("value %d of %s", i, name)
          .isCloseTo(expected[i], within(1e-8 * Math.abs(expected[i])));
    }
  }

  private List<double[]> loss(Noising noising, Weighting weighting, Golden golden) {
    return run(
        g -> {
          var matching = new ScoreMatching(noising, weighting, Reduction.SUM, ElementType.FLOAT64);
          var x0 = g.tensor("x0");
          var t = g.tensor("t");
          var noise = g.tensor("noise");
          var output = Training.leaf(g, g.tensor("output"));
          var noisy = matching.perturb(x0, t, noise);
          var loss = matching.loss(noising.score(output, noisy, t, ElementType.FLOAT64), t, noise);
          var yields = new ArrayList<>(List.of(loss));
          yields.addAll(Training.gradients(g, loss.sum(), List.of(output)));
          return yields;
        },
        images(golden.values("x0")),
        times(),
        images(golden.values("noise")),
        images(golden.values("output")));
  }

  @Test
  void whatADiffusionHasNoVelocityForIsRefused() {
    for (Sde sde : List.of(VarianceExploding.published(), SubVariancePreserving.published())) {
      assertThatThrownBy(
              () -> new Noising(sde, TimeSteps.CONTINUOUS, Preconditioning.VELOCITY, DATA_STD))
          .hasMessageContaining("variance-preserving");
    }
  }

  private NDArray images(double[] values) {
    return tensors.create(values, new Shape(TIMES.length, 1, 2, 2));
  }

  private NDArray times() {
    return tensors.create(TIMES, new Shape(TIMES.length));
  }

  private List<double[]> run(Function<Graph, List<Value>> part, NDArray... arguments) {
    try (var program = new ProgramBuilder().method("part", part).compile(ENGINE)) {
      return program.call(tensors, "part", (Object[]) arguments).stream()
          .map(NDArray::toDoubleArray)
          .toList();
    }
  }
}
