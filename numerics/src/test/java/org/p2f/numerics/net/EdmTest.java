package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.loss.ScoreMatching;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Value;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Penalty;
import org.p2f.spec.objective.Preconditioning;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.Weighting;

/** Against c_skip, c_out, c_in and λ of Karras et al., arXiv:2206.00364, Table 1, in doubles. */
class EdmTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  private static final double DATA_STD = .37;
  private static final VarianceExploding SDE = new VarianceExploding(.02, 40);
  private static final Noising NOISING =
      new Noising(SDE, TimeSteps.CONTINUOUS, Preconditioning.EDM, DATA_STD);

  /** σ is 0.02, 0.9 and 40. */
  private static final double[] TIMES = {0, .5, 1};

  private static final int VALUES = 4;
  private static final double[] X0 = {.1, .9, -.4, 0, 1, .3, .2, -.7, .6, -.5, .8, -1};
  private static final double[] NOISE = {.3, 1, -2, .1, .4, -.6, 0, 1.5, -.2, -1, .7, 2};
  private static final double[] OUTPUT = {1, -2, .5, 3, .7, -1, .2, 0, -.3, 1.1, -.8, .9};

  private final PtNDManager tensors = ENGINE.newScope();

  @AfterEach
  void freeTensors() {
    tensors.close();
  }

  private static double sigma(int i) {
    return SDE.sigmaMin() * Math.pow(SDE.sigmaMax() / SDE.sigmaMin(), TIMES[i / VALUES]);
  }

  private static double variance(int i) {
    return sigma(i) * sigma(i) + DATA_STD * DATA_STD;
  }

  private static double noisy(int i) {
    return X0[i] + sigma(i) * NOISE[i];
  }

  private static double skip(int i) {
    return DATA_STD * DATA_STD / variance(i);
  }

  private static double out(int i) {
    return sigma(i) * DATA_STD / Math.sqrt(variance(i));
  }

  /** What the network would have to give for the denoised image to be x0. */
  private static double target(int i) {
    return (X0[i] - skip(i) * noisy(i)) / out(i);
  }

  private interface PerValue {
    double of(int i);
  }

  private static double[] all(PerValue value) {
    double[] values = new double[X0.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.of(i);
    }
    return values;
  }

  /** Float64 on both sides; the reference subtracts nearly equal numbers where σ is small. */
  private static void assertClose(double[] found, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i])
          .as("value %d", i)
          .isCloseTo(expected[i], within(1e-11 * Math.max(1, Math.abs(expected[i]))));
    }
  }

  @Test
  void networksSeeImagesOfUnitVariance() {
    double[] seen =
        run(
            g -> NOISING.seen(g.tensor("x"), g.tensor("t"), ElementType.FLOAT64),
            images(all(EdmTest::noisy)));
    assertClose(seen, all(i -> noisy(i) / Math.sqrt(variance(i))));
  }

  @Test
  void theScoreIsThatOfTheDenoisedImage() {
    double[] scores = scores(OUTPUT);
    assertClose(
        scores,
        all(
            i -> {
              double denoised = skip(i) * noisy(i) + out(i) * OUTPUT[i];
              return (denoised - noisy(i)) / (sigma(i) * sigma(i));
            }));
  }

  @Test
  void aPerfectDenoiserHasTheScoreOfTheNoise() {
    assertClose(scores(all(EdmTest::target)), all(i -> -NOISE[i] / sigma(i)));
  }

  @Test
  void tweediesImageIsTheDenoisedOne() {
    double[] clean =
        run(
            g -> {
              var output = g.tensor("output");
              var x = g.tensor("x");
              var t = g.tensor("t");
              var score = NOISING.score(output, x, t, ElementType.FLOAT64);
              return NOISING.clean(x, t, score, ElementType.FLOAT64);
            },
            images(OUTPUT),
            images(all(EdmTest::noisy)));
    assertClose(clean, all(EdmTest::denoised));
  }

  private double[] scores(double[] output) {
    return run(
        g -> NOISING.score(g.tensor("output"), g.tensor("x"), g.tensor("t"), ElementType.FLOAT64),
        images(output),
        images(all(EdmTest::noisy)));
  }

  /** ½ Σ (F − target)², and likewise ½ λ(σ) Σ (D − x0)². */
  @Test
  void theLossIsTheSquaredErrorOfTheNetworksOwnTarget() {
    double[] losses = losses(Weighting.EDM);
    for (int image = 0; image < TIMES.length; image++) {
      double ofTarget = 0;
      double ofImage = 0;
      for (int i = VALUES * image; i < VALUES * (image + 1); i++) {
        ofTarget += Math.pow(OUTPUT[i] - target(i), 2) / 2;
        double weight = variance(i) / Math.pow(sigma(i) * DATA_STD, 2);
        ofImage += weight * Math.pow(denoised(i) - X0[i], 2) / 2;
      }
      assertThat(losses[image]).isCloseTo(ofTarget, within(1e-11 * ofTarget));
      assertThat(losses[image]).isCloseTo(ofImage, within(1e-11 * ofImage));
    }
  }

  /** ½ Σ (D − x0)²/σ_data², whatever the noise. */
  @Test
  void theLossOfImagesIsTheirSquaredErrorInUnitsOfTheData() {
    double[] losses = losses(Weighting.IMAGE);
    for (int image = 0; image < TIMES.length; image++) {
      double expected = 0;
      for (int i = VALUES * image; i < VALUES * (image + 1); i++) {
        expected += Math.pow((denoised(i) - X0[i]) / DATA_STD, 2) / 2;
      }
      assertThat(losses[image]).isCloseTo(expected, within(1e-11 * expected));
    }
  }

  /** min(SNR, 5)/SNR of ½ Σ (σs + n)²: 1 where SNR is at most 5, which the smallest σ is not. */
  @Test
  void minSnrCountsNoiseButTheImageNoMoreThanFiveTimes() {
    double[] losses = losses(Weighting.MIN_SNR);
    for (int image = 0; image < TIMES.length; image++) {
      double noises = 0;
      for (int i = VALUES * image; i < VALUES * (image + 1); i++) {
        noises += Math.pow((denoised(i) - noisy(i)) / sigma(i) + NOISE[i], 2) / 2;
      }
      double snr = Math.pow(DATA_STD / sigma(VALUES * image), 2);
      double expected = Math.min(snr, 5) / snr * noises;
      assertThat(losses[image]).isCloseTo(expected, within(1e-9 * expected)); // noises cancel
    }
  }

  /** Salimans and Ho's v of an image and noise of unit variance gives the score of the noise. */
  @Test
  void theOutputIsMinusTheVelocity() {
    double[] output =
        all(
            i -> {
              double signal = DATA_STD / Math.sqrt(variance(i));
              double spread = sigma(i) / Math.sqrt(variance(i));
              return spread * X0[i] / DATA_STD - signal * NOISE[i];
            });
    assertClose(scores(output), all(i -> -NOISE[i] / sigma(i)));
  }

  private static double denoised(int i) {
    return skip(i) * noisy(i) + out(i) * OUTPUT[i];
  }

  /** Of each image. */
  private double[] losses(Weighting weighting) {
    return run(
        g -> {
          var x0 = g.tensor("x0");
          var noise = g.tensor("noise");
          var output = g.tensor("output");
          var t = g.tensor("t");
          var matching = new ScoreMatching(NOISING, weighting, Reduction.SUM, ElementType.FLOAT64);
          var noisy = matching.perturb(x0, t, noise);
          var score = NOISING.score(output, noisy, t, ElementType.FLOAT64);
          return matching.loss(score, t, noise);
        },
        images(X0),
        images(NOISE),
        images(OUTPUT));
  }

  @Test
  void whatEdmIsNotForIsRefused() {
    assertThatThrownBy(
            () ->
                new Noising(
                    VariancePreserving.published(), TimeSteps.CONTINUOUS, Preconditioning.EDM, .5))
        .hasMessageContaining("variance-exploding");
    for (double std : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(
              () -> new Objective(LatentKind.GAUSSIAN, Penalty.constant(1), true, Loss.IMAGE, std))
          .isInstanceOf(IllegalArgumentException.class);
    }
    var plain = Noising.continuous(SDE);
    assertThatThrownBy(() -> run(g -> plain.relativeVariance(g.tensor("t"), ElementType.FLOAT64)))
        .hasMessageContaining("goes with a preconditioning");
  }

  private NDArray images(double[] values) {
    return tensors.create(values, new Shape(TIMES.length, 1, 1, VALUES));
  }

  /**
   * @param images in the order in which the part asks for them; it asks for the times after them
   */
  private double[] run(Function<Graph, Value> part, NDArray... images) {
    var arguments = new ArrayList<NDArray>(List.of(images));
    arguments.add(tensors.create(TIMES, new Shape(TIMES.length)));
    try (var program =
        new ProgramBuilder().method("part", g -> List.of(part.apply(g))).compile(ENGINE)) {
      return program.call(tensors, "part", arguments.toArray()).get(0).toDoubleArray();
    }
  }
}
