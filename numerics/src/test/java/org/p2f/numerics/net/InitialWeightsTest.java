package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.test.Golden;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.network.UNetOptions.Block;
import org.p2f.spec.network.UNetOptions.Combination;
import org.p2f.spec.network.UNetOptions.Embedding;
import org.p2f.spec.network.UNetOptions.ProgressiveInput;
import org.p2f.spec.network.UNetOptions.ProgressiveOutput;

/**
 * Weights before any training, against the published code's: its reference tensors hold matrices
 * and kernels as its constructors draw them.
 */
class InitialWeightsTest {
  private static final RandomStreams STREAMS = new RandomStreams(1);

  /** Below, an output layer starts as good as silent, which the reference files do not keep. */
  private static final double SILENT = 1e-4;

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("encoder-wrn10-quarter-gaussian", "", declared(s -> encode(s, .25, true, 32))),
        Arguments.of("encoder-wrn10-half-84px", "", declared(s -> encode(s, .5, false, 84))),
        Arguments.of("score-fir", "", declared(InitialWeightsTest::score)),
        Arguments.of("score-fir", "encoder.", declared(s -> encode(s, .125, false, 16))));
  }

  /**
   * The quotient of two variances of n uniform numbers has a relative standard deviation of
   * √(2·0.8/n), as their kurtosis is 1.8.
   */
  @ReferenceCheck
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("networks")
  void weightsAreSpreadAsThePublishedOnes(String file, String prefix, List<TensorSpec> parameters) {
    int compared = 0;
    try (var golden = Golden.open(file)) {
      for (var spec : parameters) {
        double[] drawn = drawn(spec);
        if (spec.shape().size() < 2 || largest(drawn) < SILENT) {
          continue;
        }
        double[] published = golden.values("w." + prefix + spec.name());
        double quotient = square(drawn) / square(published);
        assertThat(Math.log(quotient))
            .as("%s %s", spec.name(), spec.shape())
            .isCloseTo(0, within(5 * Math.sqrt(1.6 / drawn.length)));
        assertThat(largest(published)).as(spec.name()).isLessThanOrEqualTo(bound(spec) * 1.001);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(10);
  }

  /**
   * Of PyTorch's layers, biases are uniform within 1/√fan_in as well; the code sets the others to
   * 0.
   */
  @ParameterizedTest
  @CsvSource({
    "conv1.bias, 27",
    "layer1.0.conv1.bias, 144",
    "layer1.0.conv2.bias, 36",
    "layer2.0.shortcut.0.bias, 4",
    "layer3.0.conv2.bias, 144",
    "linear_latent.bias, 16",
    "layer1.0.Dense_0.bias, 0",
    "time_embedding.all_modules.1.bias, 0",
    "time_embedding.all_modules.2.bias, 0"
  })
  void biasesOfTheEncoderStartAsPyTorchs(String name, int fanIn) {
    assertBias(declared(s -> encode(s, .25, true, 32)), name, fanIn);
  }

  @ParameterizedTest
  @CsvSource({
    "latent_to_temb.bias, 8",
    "z_dec_1.bias, 64",
    "z_dec_2.bias, 128",
    "z_dec_3.bias, 128",
    "all_modules.1.bias, 0",
    "all_modules.4.Dense_0.bias, 0",
    "all_modules.3.bias, 0"
  })
  void biasesOfTheCodesBranchStartAsPyTorchs(String name, int fanIn) {
    assertBias(declared(InitialWeightsTest::score), name, fanIn);
  }

  private static void assertBias(List<TensorSpec> parameters, String name, int fanIn) {
    var spec = parameters.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    double[] drawn = drawn(spec);
    if (fanIn == 0) {
      assertThat(drawn).containsOnly(0);
      return;
    }
    double bound = 1 / Math.sqrt(fanIn);
    assertThat(largest(drawn)).isBetween(bound / 2, bound);
    assertThat(Arrays.stream(drawn).min().orElseThrow()).isNegative();
    assertThat(bound(spec)).isCloseTo(bound, within(.01 * bound));
  }

  /** Seen in many numbers of the same distribution. */
  private static double bound(TensorSpec spec) {
    return largest(drawn(spec, 20_000));
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }

  private static double square(double[] values) {
    return Arrays.stream(values).map(v -> v * v).average().orElseThrow();
  }

  private static double[] drawn(TensorSpec spec) {
    return drawn(spec, spec.elements());
  }

  private static double[] drawn(TensorSpec spec, long count) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment floats = arena.allocate(count * Float.BYTES, 64);
      spec.initialization().fill(floats, spec.dimensions(), STREAMS.stream(spec.name(), count));
      double[] values = new double[(int) count];
      for (int i = 0; i < count; i++) {
        values[i] = floats.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      }
      return values;
    }
  }

  private static void encode(Scope scope, double width, boolean gaussian, int side) {
    var kind = gaussian ? LatentKind.GAUSSIAN : LatentKind.DETERMINISTIC;
    var _ =
        new WideResNetEncoder(new EncoderSpec(10, width, kind, 3), VarianceExploding.published())
            .encode(scope, scope.graph().tensor("x" + side), scope.graph().tensor("t"));
  }

  /** Of the file {@code score-fir}. */
  private static void score(Scope scope) {
    var spec =
        new NcsnPlusPlusSpec(
            8,
            List.of(1, 2),
            1,
            List.of(8),
            0,
            16,
            3,
            new UNetOptions(
                Embedding.FOURIER,
                Block.BIGGAN,
                ProgressiveOutput.NONE,
                ProgressiveInput.RESIDUAL,
                Combination.SUM,
                true,
                true));
    Graph g = scope.graph();
    var _ =
        ScoreNetwork.of(spec, 8, Noising.continuous(VarianceExploding.published()))
            .score(scope, g.tensor("x"), g.tensor("t"), g.tensor("z"), Dropout.none());
  }

  private static List<TensorSpec> declared(Consumer<Scope> network) {
    var declarations = new Declarations();
    var _ =
        new ProgramBuilder()
            .method(
                "part",
                g -> {
                  var ps = g.tensors("ps");
                  var bs = g.tensors("bs");
                  network.accept(
                      Scope.root(
                          g,
                          declarations,
                          i -> g.item(ps, i),
                          i -> g.item(bs, i),
                          Precision.FLOAT32,
                          Layout.CONTIGUOUS,
                          false));
                  return List.of(g.tensor("nothing"));
                });
    return declarations.parameters();
  }
}
