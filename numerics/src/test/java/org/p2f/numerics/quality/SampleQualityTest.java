package org.p2f.numerics.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.HeldTensor;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.solver.SolverProgress;

class SampleQualityTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  @TempDir Path folder;

  /** Rows with exactly that mean and covariance diag(variances): ± pairs along each axis. */
  private static Features pairs(double[] mean, double[] variances) {
    int d = mean.length;
    int n = 2 * d;
    var values = new float[n * d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        double off = i / 2 == j ? (i % 2 == 0 ? 1 : -1) * Math.sqrt(variances[j] * (n - 1) / 2) : 0;
        values[i * d + j] = (float) (mean[j] + off);
      }
    }
    return new Features(n, values, new float[0]);
  }

  /** Of commuting covariances the distance is Σ (μ₁ − μ₂)² + (√v₁ − √v₂)². */
  @Test
  void frechetDistanceOfDiagonalCovariancesIsKnown() {
    var first = pairs(new double[] {0, 1, 2}, new double[] {1, 4, .25});
    var second = pairs(new double[] {1, 1, 0}, new double[] {9, 1, .25});
    double expected = 1 + 0 + 4 + 4 + 1 + 0;
    try (var quality = new SampleQuality(ENGINE)) {
      // features are float32; measured 3.4e-7
      assertThat(quality.frechetDistance(first, second)).isCloseTo(expected, within(1e-5));
      assertThat(quality.frechetDistance(second, first)).isCloseTo(expected, within(1e-5));
      assertThat(quality.frechetDistance(first, first)).isCloseTo(0, within(1e-5));
    }
  }

  /**
   * Turned by 45°, (C₁C₂)^½ is no longer diagonal: 2×2 has tr = √(tr C₁C₂ + 2·√(det C₁·det C₂)).
   */
  @Test
  void frechetDistanceOfCovariancesThatDoNotCommuteIsKnown() {
    var first = pairs(new double[] {0, 0}, new double[] {4, 1});
    var second = turned(pairs(new double[] {0, 0}, new double[] {9, .25}));
    // C₂ turned: diagonal 4.625 twice, so tr C₁C₂ = 4.625·5; determinants 4 and 2.25
    double trace = Math.sqrt(4.625 * 5 + 2 * Math.sqrt(4 * 2.25));
    try (var quality = new SampleQuality(ENGINE)) {
      assertThat(quality.frechetDistance(first, second))
          .isCloseTo(5 + 9.25 - 2 * trace, within(1e-5));
    }
  }

  private static Features turned(Features features) {
    var values = new float[features.values().length];
    double r = Math.sqrt(.5);
    for (int i = 0; i < features.size(); i++) {
      float x = features.values()[2 * i];
      float y = features.values()[2 * i + 1];
      values[2 * i] = (float) (r * (x - y));
      values[2 * i + 1] = (float) (r * (x + y));
    }
    return new Features(features.size(), values, new float[0]);
  }

  /** By hand: x = 1, 2 and y = 0, 3, d = 1. */
  @Test
  void kernelDistanceIsTheUnbiasedOne() {
    var x = new Features(2, new float[] {1, 2}, new float[0]);
    var y = new Features(2, new float[] {0, 3}, new float[0]);
    // k(1,2) = 27, k(0,3) = 1; cross k(1,0) = 1, k(1,3) = 64, k(2,0) = 1, k(2,3) = 343
    double expected = 27 + 1 - 2 * (1 + 64 + 1 + 343) / 4.;
    try (var quality = new SampleQuality(ENGINE)) {
      assertThat(quality.kernelDistances(x, y, 3, 2, new RandomStreams(1)).values())
          .allSatisfy(d -> assertThat(d).isCloseTo(expected, within(1e-9)));
    }
  }

  @Test
  void kernelDistanceOfOneDistributionScattersAroundZero() {
    try (var quality = new SampleQuality(ENGINE)) {
      var distances =
          quality.kernelDistances(
              normal(1, 600, 0), normal(2, 600, 0), 20, 100, new RandomStreams(1));
      assertThat(distances.mean()).isCloseTo(0, within(.1)); // measured 3e-4
      assertThat(distances.values()).anyMatch(d -> d < 0);
      assertThat(
              quality
                  .kernelDistances(
                      normal(1, 600, 0), normal(2, 600, 1), 20, 100, new RandomStreams(1))
                  .mean())
          .isGreaterThan(.5);
    }
  }

  private static Features normal(int seed, int n, double shift) {
    var random = new Random(seed);
    var values = new float[n * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() + shift);
    }
    return new Features(n, values, new float[0]);
  }

  @Test
  void inceptionScoreRunsFromOneToTheNumberOfClasses() {
    var sure = new float[40 * 4];
    for (int i = 0; i < 40; i++) {
      sure[i * 4 + i % 4] = 50;
    }
    try (var quality = new SampleQuality(ENGINE)) {
      var scores = quality.inceptionScores(new Features(40, new float[40], sure));
      assertThat(scores.size()).isEqualTo(10);
      assertThat(scores.mean()).isCloseTo(4, within(1e-9));
      assertThat(quality.inceptionScores(new Features(40, new float[40], new float[160])).mean())
          .isCloseTo(1, within(1e-12));
      assertThatThrownBy(() -> quality.inceptionScores(new Features(2, new float[2], new float[0])))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A network of our own making: the mean of each channel, and twice it as logits. */
  @Test
  void featuresComeFromAnArchive() throws IOException {
    var archive = folder.resolve("features.pt");
    try (var out = Files.newOutputStream(archive)) {
      new ProgramBuilder()
          .method(
              "forward",
              g -> {
                var mean = g.tensor("pixels").mean(2, 3);
                return List.of(mean, mean.mul(g.held("factor")));
              })
          .writeTorchScript(
              out,
              List.of(
                  new HeldTensor("factor", List.of(1L), MemorySegment.ofArray(new float[] {2}))));
    }
    int count = 130; // more than two batches
    try (var network = FeatureNetwork.load(ENGINE, archive)) {
      var features =
          network.features(
              (from, to) ->
                  IntStream.range(from, to)
                      .mapToObj(i -> new float[] {i / 200f, i / 200f, 2, 2, 0, 0})
                      .toList(),
              count,
              3,
              1,
              2,
              SolverProgress.none());
      assertThat(features.size()).isEqualTo(count);
      assertThat(features.width()).isEqualTo(3);
      assertThat(features.classes()).isEqualTo(3);
      assertThat(features.values()[3 * 129]).isCloseTo(129 / 200f, within(1e-6f));
      assertThat(features.values()[3 * 129 + 1]).isEqualTo(1); // clamped
      assertThat(features.logits()[3 * 129 + 1]).isEqualTo(2);
      features.write(folder.resolve("features.safetensors"));
      var read = Features.read(folder.resolve("features.safetensors"));
      assertThat(read.values()).isEqualTo(features.values());
      assertThat(read.logits()).isEqualTo(features.logits());
    }
    Files.writeString(folder.resolve("no.pt"), "no archive");
    assertThatThrownBy(() -> FeatureNetwork.load(ENGINE, folder.resolve("no.pt")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no.pt");
  }
}
