package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.test.Golden;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.network.DdpmSpec;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.NcsnV2Spec;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.network.UNetOptions;

/** Parts and whole networks that no reference file covers. */
class NetworksTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  private final PtNDManager tensors = ENGINE.newScope();
  private final Declarations declarations = new Declarations();

  @AfterEach
  void freeTensors() {
    tensors.close();
  }

  /**
   * Ho et al., arXiv:2006.11239, have 35,746,307 parameters; Song et al., arXiv:2011.13456, leave
   * out two of the three attentions on the way up, of 263,680 each.
   */
  @Test
  void ddpmOfCifarHasThePublishedSize() {
    declare(ScoreNetwork.of(ddpm(128, List.of(1, 2, 2, 2), 2, 32), 0, preserving()));
    assertThat(declarations.parameterCount()).isEqualTo(35_746_307 - 2 * 263_680);
  }

  /** Song and Ermon, arXiv:2006.09011: 29.7 million for CIFAR-10. */
  @Test
  void ncsnV2OfCifarHasThePublishedSize() {
    declare(ScoreNetwork.of(new NcsnV2Spec(128, 32, 3), 0, exploding()));
    assertThat(declarations.parameterCount()).isEqualTo(29_694_083);
  }

  private static DdpmSpec ddpm(int features, List<Integer> multipliers, int blocks, int size) {
    return new DdpmSpec(features, multipliers, blocks, List.of(16), .1, size, 3);
  }

  private static Noising preserving() {
    return Noising.continuous(VariancePreserving.published());
  }

  private static Noising exploding() {
    return Noising.continuous(VarianceExploding.published());
  }

  private void declare(ScoreNetwork network) {
    build(
        declarations,
        Precision.FLOAT32,
        s -> network.score(s, s.graph().tensor("x"), s.graph().tensor("t"), null, Dropout.none()));
  }

  /** A program with the method {@code part}, whose first arguments are the weights. */
  private static ProgramBuilder build(
      Declarations declarations, Precision precision, Function<Scope, Value> part) {
    return new ProgramBuilder()
        .method(
            "part",
            g -> {
              var ps = g.tensors("ps");
              var bs = g.tensors("bs");
              return List.of(
                  part.apply(
                      Scope.root(
                          g,
                          declarations,
                          i -> g.item(ps, i),
                          i -> g.item(bs, i),
                          precision,
                          Layout.CONTIGUOUS,
                          false)));
            });
  }

  /** The filter written out: zeros between pixels, taps (1, 3, 3, 1)/4 in each direction. */
  @Test
  void firDoublesByZerosAndTheFilter() {
    double[][] x = {{1, 2}, {3, 4}};
    double[][] zeros = new double[4][4];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        zeros[2 * i][2 * j] = x[i][j];
      }
    }
    assertClose(run((s, v) -> Fir.up(v, 1), image(x)), filtered(zeros, 2, 4, 4));
  }

  /** As StyleGAN2 doubles: the kernel on zeros between pixels, then the filter. */
  @Test
  void firDoublingConvolutionIsTheKernelOnZerosThenTheFilter() {
    double[][] x = {{1, -2}, {3, 5}};
    double[][] zeros = new double[7][7];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        zeros[2 + 2 * i][2 + 2 * j] = x[i][j];
      }
    }
    var found = run((s, v) -> new SizedConvolution(1, 1, true).up(s, v), image(x));
    double[][] kernel = matrix(parameter("Conv2d_0.weight"), 3);
    double[][] convolved = new double[5][5];
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        for (int k = 0; k < 9; k++) {
          convolved[i][j] += kernel[k / 3][k % 3] * zeros[i + k / 3][j + k % 3];
        }
      }
    }
    double bias = Golden.doubles(parameter("Conv2d_0.bias"))[0];
    double[] expected =
        DoubleStream.of(filtered(convolved, 1, 4, 4)).map(value -> value + bias).toArray();
    assertClose(found, expected);
  }

  /** Correlation of a padded image with the filter, of gain 4. */
  private static double[] filtered(double[][] x, int before, int size, double gain) {
    double[] taps = {1, 3, 3, 1};
    double[] out = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < 16; k++) {
          int row = i + k / 4 - before;
          int column = j + k % 4 - before;
          if (0 <= row && row < x.length && 0 <= column && column < x.length) {
            out[i * size + j] += gain * taps[k / 4] * taps[k % 4] / 64 * x[row][column];
          }
        }
      }
    }
    return out;
  }

  /** By the formula of arXiv:1907.05600, App. A.1. */
  @Test
  void instanceNormPlusKeepsHowChannelsMeansLie() {
    var x = random(new Shape(1, 3, 2, 2), 5);
    var found = run((s, v) -> new InstanceNormPlus(3, 0).apply(s, v, null), x);
    double[] values = Golden.doubles(x);
    double[] gamma = Golden.doubles(parameter("gamma"));
    double[] alpha = Golden.doubles(parameter("alpha"));
    double[] beta = Golden.doubles(parameter("beta"));
    double[] means = new double[3];
    for (int i = 0; i < 12; i++) {
      means[i / 4] += values[i] / 4;
    }
    double mean = DoubleStream.of(means).average().orElseThrow();
    double variance =
        DoubleStream.of(means).map(m -> (m - mean) * (m - mean)).sum() / 2; // unbiased
    double[] expected = new double[12];
    for (int c = 0; c < 3; c++) {
      double own = 0;
      for (int i = 4 * c; i < 4 * c + 4; i++) {
        own += Math.pow(values[i] - means[c], 2) / 4;
      }
      double place = (means[c] - mean) / Math.sqrt(variance + 1e-5);
      for (int i = 4 * c; i < 4 * c + 4; i++) {
        double normed = (values[i] - means[c]) / Math.sqrt(own + 1e-5);
        expected[i] = gamma[c] * (normed + place * alpha[c]) + beta[c];
      }
    }
    assertClose(found, expected);
  }

  @ParameterizedTest
  @CsvSource({"GIVEN, false", "FIXED, true"})
  void aStaticEncoderDoesNotHearOfTime(EncoderTime time, boolean same) {
    var spec = new EncoderSpec(10, .125, LatentKind.DETERMINISTIC, 3, time);
    var encoder = new WideResNetEncoder(spec, VariancePreserving.published());
    var x = random(new Shape(2, 3, 16, 16), 1);
    var early = run((s, v) -> encoder.encode(s, v, v.mean(1, 2, 3).mul(0).add(.1)).center(), x);
    var late = run((s, v) -> encoder.encode(s, v, v.mean(1, 2, 3).mul(0).add(.9)).center(), x);
    assertThat(Golden.doubles(early).length).isEqualTo(2 * spec.latentSize());
    assertThat(early.contentEquals(late)).isEqualTo(same);
  }

  @Test
  void aStaticEncoderHasAsManyParameters() {
    assertThat(encoderParameters(EncoderTime.FIXED))
        .isEqualTo(encoderParameters(EncoderTime.GIVEN));
  }

  private static List<TensorSpec> encoderParameters(EncoderTime time) {
    var declared = new Declarations();
    var spec = new EncoderSpec(16, .25, LatentKind.GAUSSIAN, 3, time);
    var encoder = new WideResNetEncoder(spec, VarianceExploding.published());
    build(
        declared,
        Precision.FLOAT32,
        s -> encoder.encode(s, s.graph().tensor("x"), s.graph().tensor("t")).center());
    return declared.parameters();
  }

  /** Published widths: k in {0, 1/16 … 4} gives codes of 2, 4, … 256 values. */
  @ParameterizedTest
  @CsvSource({"0,2", ".0625,4", ".125,8", ".25,16", ".5,32", "1,64", "2,128", "4,256"})
  void codesHaveThePublishedSizes(double widen, int values) {
    for (int depth : new int[] {10, 16, 22, 28}) {
      assertThat(new EncoderSpec(depth, widen, LatentKind.DETERMINISTIC, 3).latentSize())
          .isEqualTo(values);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64, 84})
  void networksTakeThePublishedSizesOfImages(int size) {
    var x = random(new Shape(1, 3, size, size), 2);
    for (var spec :
        List.of(
            ScoreNetworkSpec.small(size, 3),
            new NcsnV2Spec(2, size, 3),
            ddpm(32, List.of(1, 1), 1, size))) {
      var network = ScoreNetwork.of(spec, 0, exploding());
      var score =
          run(
              (s, v) -> network.score(s, v, v.mean(1, 2, 3).mul(0).add(.5), null, Dropout.none()),
              x);
      assertThat(score.getShape()).isEqualTo(x.getShape());
      assertThat(DoubleStream.of(Golden.doubles(score))).allMatch(Double::isFinite);
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> ddpm(48, List.of(1), 1, 32)).hasMessageContaining("multiple of 32");
    assertThatThrownBy(() -> new NcsnV2Spec(8, 31, 3)).hasMessageContaining("cannot be halved");
    assertThatThrownBy(
            () ->
                new UNetOptions(
                    UNetOptions.Embedding.FOURIER,
                    UNetOptions.Block.BIGGAN,
                    UNetOptions.ProgressiveOutput.NONE,
                    UNetOptions.ProgressiveInput.RESIDUAL,
                    UNetOptions.Combination.CAT,
                    false,
                    true))
        .hasMessageContaining("concatenated");
    assertThatThrownBy(() -> ImageDecoder.of(new NcsnV2Spec(8, 32, 3), 4, exploding()))
        .hasMessageContaining("No decoder");
    assertThatThrownBy(
            () ->
                run(
                    (s, v) ->
                        ScoreNetwork.of(ScoreNetworkSpec.small(32, 3), 4, exploding())
                            .score(s, v, v, null, Dropout.none()),
                    random(new Shape(1), 1)))
        .hasMessageContaining("codes of 4 values, got none");
  }

  private NDArray image(double[][] x) {
    double[] flat = new double[x.length * x.length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = x[i / x.length][i % x.length];
    }
    return tensors.create(flat, new Shape(1, 1, x.length, x.length));
  }

  private static double[][] matrix(NDArray tensor, int size) {
    double[] flat = Golden.doubles(tensor);
    double[][] out = new double[size][size];
    for (int i = 0; i < flat.length; i++) {
      out[i / size][i % size] = flat[i];
    }
    return out;
  }

  /** Float64 on both sides. */
  private static void assertClose(NDArray found, double[] expected) {
    assertThat(Golden.error(Golden.doubles(found), expected)).isLessThan(1e-12);
  }

  /** Runs a part on random weights, in float64. */
  private NDArray run(BiFunction<Scope, Value, Value> part, NDArray x) {
    var declared = new Declarations();
    try (var program =
        build(declared, Precision.FLOAT64, s -> part.apply(s, s.graph().tensor("x")).contiguous())
            .compile(ENGINE)) {
      return program
          .call(tensors, "part", weights(declared.parameters()), weights(declared.buffers()), x)
          .get(0);
    }
  }

  private List<NDArray> weights(List<TensorSpec> specs) {
    return specs.stream().map(spec -> weight(spec.name(), new Shape(spec.dimensions()))).toList();
  }

  private NDArray parameter(String name) {
    var shape =
        switch (name) {
          case "Conv2d_0.weight" -> new Shape(1, 1, 3, 3);
          case "Conv2d_0.bias" -> new Shape(1);
          default -> new Shape(3);
        };
    return weight(name, shape);
  }

  private NDArray weight(String name, Shape shape) {
    var positive = name.endsWith("running_var");
    var values = random(shape, name.hashCode());
    return positive ? values.abs().add(.5) : values.mul(.3);
  }

  /** Standard normal numbers. */
  private NDArray random(Shape shape, long seed) {
    RandomGenerator random = new RandomStreams(seed).stream("test", 0);
    var values = new double[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    return tensors.create(values, shape).toType(DataType.FLOAT64, false);
  }
}
