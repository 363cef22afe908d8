package org.p2f.numerics.sde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.numerics.test.SharedFiles;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;

/** Values of the published PyTorch code, computed once in float64 ({@code diffusions}). */
@ReferenceCheck
class SdeGoldenTest {
  private static final int STEPS = 1000;
  private static final int PIXELS = 3 * 4 * 4;

  /** Both sides are double arithmetic; measured 2.5e-14, where 1 − exp(2m) nears 0. */
  private static final double DOUBLES = 1e-12;

  /** The reference keeps the ladders of its chains as float32. Measured 2.9e-9, through α. */
  private static final double FLOAT32_LADDER = 6e-8;

  /**
   * f of the variance-preserving and G² of the variance-exploding chain are small differences of
   * such float32 values (neighbouring σ² are 1.7 % apart), which magnifies their rounding of 6e-8
   * about a hundredfold. Measured 1.7e-5.
   */
  private static final double FLOAT32_DIFFERENCE = 3e-5;

  static Stream<Arguments> diffusions() {
    return Stream.of(
        Arguments.of("ve", VarianceExploding.published()),
        Arguments.of("vp", VariancePreserving.published()),
        Arguments.of("subvp", SubVariancePreserving.published()));
  }

  private double tolerance = DOUBLES;
  private SafetensorsFile golden;
  private double[] times;
  private List<double[]> x;
  private List<double[]> score;
  private List<double[]> noise;

  @BeforeEach
  void open() throws IOException {
    golden = SafetensorsFile.open(SharedFiles.golden("diffusions.safetensors"));
    times = values("t");
    x = images("x");
    score = images("score");
    noise = images("noise");
  }

  @AfterEach
  void close() {
    if (golden != null) {
      golden.close();
    }
  }

  @ParameterizedTest
  @MethodSource("diffusions")
  void marginals(String name, Sde sde) {
    assertImages(name + ".mean", i -> scaled(x.get(i), sde.meanCoefficient(times[i])));
    assertEach(name + ".std", i -> sde.marginalStd(times[i]));
    assertEach(name + ".prior_logp", i -> sde.priorLogDensity(x.get(i)));
  }

  @ParameterizedTest
  @MethodSource("diffusions")
  void driftAndDiffusion(String name, Sde sde) {
    assertEach(name + ".diffusion", i -> sde.diffusion(times[i]));
    assertImages(name + ".drift", i -> scaled(x.get(i), sde.driftCoefficient(times[i])));
    assertImages(name + ".probability_flow.drift", i -> probabilityFlow(sde, i));
  }

  @ParameterizedTest
  @MethodSource("diffusions")
  void discreteChain(String name, Sde sde) {
    tolerance = FLOAT32_DIFFERENCE;
    assertEach(name + ".discrete.G", i -> sde.discretise(times[i], STEPS).diffusion());
    assertImages(
        name + ".discrete.f",
        i -> scaled(x.get(i), sde.discretise(times[i], STEPS).driftCoefficient()));
    assertImages(name + ".reverse_diffusion.mean", i -> reverseMean(sde, i));
    assertImages(name + ".reverse_diffusion.x", i -> reverseStep(sde, i));
  }

  @ParameterizedTest
  @MethodSource("diffusions")
  void langevinStep(String name, Sde sde) {
    tolerance = FLOAT32_LADDER;
    var corrector = new LangevinCorrector(.16);
    double size = corrector.stepSize(score, noise);
    assertImages(
        name + ".langevin.x",
        i ->
            corrector.step(
                x.get(i), score.get(i), noise.get(i), size * sde.langevinScale(times[i], STEPS)));
  }

  /** Drift f·x − g²·s/2 of the ordinary differential equation of the same marginals. */
  private double[] probabilityFlow(Sde sde, int image) {
    double g = sde.diffusion(times[image]);
    return sum(x.get(image), sde.driftCoefficient(times[image]), score.get(image), -.5 * g * g);
  }

  /** The most likely previous state, x − (f·x − G²·s); arXiv:2011.13456, App. E. */
  private double[] reverseMean(Sde sde, int image) {
    var d = sde.discretise(times[image], STEPS);
    double variance = d.diffusion() * d.diffusion();
    return sum(x.get(image), 1 - d.driftCoefficient(), score.get(image), variance);
  }

  private double[] reverseStep(Sde sde, int image) {
    double g = sde.discretise(times[image], STEPS).diffusion();
    return sum(reverseMean(sde, image), 1, noise.get(image), g);
  }

  private static double[] sum(double[] a, double timesA, double[] b, double timesB) {
    double[] sum = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = timesA * a[i] + timesB * b[i];
    }
    return sum;
  }

  private interface Value {
    double of(int image);
  }

  private interface Image {
    double[] of(int image);
  }

  private void assertEach(String name, Value value) {
    assertClose(
        name, IntStream.range(0, times.length).mapToDouble(value::of).toArray(), values(name));
  }

  private void assertImages(String name, Image image) {
    double[] all =
        IntStream.range(0, times.length)
            .mapToObj(image::of)
            .flatMapToDouble(Arrays::stream)
            .toArray();
    assertClose(name, all, values(name));
  }

  /** Relative to the largest value of the tensor. */
  private void assertClose(String name, double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    double worst =
        IntStream.range(0, expected.length)
            .mapToDouble(i -> Math.abs(actual[i] - expected[i]))
            .max()
            .orElse(0);
    assertThat(worst).as(name).isLessThanOrEqualTo(tolerance * scale);
  }

  private static double[] scaled(double[] x, double by) {
    return Arrays.stream(x).map(value -> by * value).toArray();
  }

  private List<double[]> images(String name) {
    double[] all = values(name);
    return IntStream.range(0, times.length)
        .mapToObj(i -> Arrays.copyOfRange(all, i * PIXELS, (i + 1) * PIXELS))
        .toList();
  }

  private double[] values(String name) {
    MemorySegment data = golden.data(name);
    if (golden.tensor(name).dtype() == DataType.F64) {
      return data.toArray(ValueLayout.JAVA_DOUBLE);
    }
    float[] floats = data.toArray(ValueLayout.JAVA_FLOAT);
    return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
  }
}
