package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
import org.p2f.spec.network.CodeReadout;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.LatentKind;

/** Readouts and conditioning of encoders, on random weights in float64. */
class EncoderOptionsTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int SIZE = 64;
  private static final VarianceExploding SDE = VarianceExploding.published();

  private final PtNDManager tensors = ENGINE.newScope();
  private final Declarations declarations = new Declarations();

  @AfterEach
  void freeTensors() {
    tensors.close();
  }

  private static EncoderSpec spec(
      LatentKind latent, CodeReadout readout, Conditioning conditioning) {
    return new EncoderSpec(10, .25, latent, 3, EncoderTime.GIVEN, readout, conditioning, 1);
  }

  static Stream<Arguments> options() {
    return Stream.of(
            new CodeReadout.Pooled(), new CodeReadout.Projected(5), CodeReadout.Spatial.of(5, SIZE))
        .flatMap(
            readout ->
                Stream.of(Conditioning.values())
                    .flatMap(
                        conditioning ->
                            Stream.of(LatentKind.values())
                                .map(latent -> Arguments.of(latent, readout, conditioning))));
  }

  @ParameterizedTest
  @MethodSource("options")
  void anEncoderSimplifiedForEvaluationGivesTheSameCodes(
      LatentKind latent, CodeReadout readout, Conditioning conditioning) {
    var encoder = new WideResNetEncoder(spec(latent, readout, conditioning), SDE);
    var folded = new FoldedEncoder(encoder);
    var results =
        run(
            s -> {
              var g = s.graph();
              var x = g.tensor("x");
              var t = g.tensor("t");
              var constants = g.list(folded.fold(s));
              var biases = folded.biases(s, constants, t);
              return List.of(
                  both(encoder.encode(s, x, t)),
                  both(folded.encode(s, constants, x, biases)),
                  both(encoder.encode(s, x, t.mul(0).add(.4))),
                  both(
                      folded.encodeAt(
                          s,
                          constants,
                          x,
                          folded.biases(s, constants, t.slice(0, 0, 1).mul(0).add(.4)))));
            },
            random(new Shape(3, 3, SIZE, SIZE), 1),
            tensors.create(new double[] {0, .3, 1}));
    assertThat(results.get(0).getShape().get(1))
        .isEqualTo((latent == LatentKind.GAUSSIAN ? 2L : 1L) * encoder.spec().latentSize());
    assertThat(error(results.get(1), results.get(0))).isLessThan(1e-12); // rounding of float64
    assertThat(error(results.get(3), results.get(2))).isLessThan(1e-12);
    assertThat(error(results.get(2), results.get(0))).isGreaterThan(1e-3); // it hears of time
  }

  private static Value both(Latent latent) {
    return switch (latent) {
      case Latent.Deterministic(var z) -> z;
      case Latent.Gaussian(var mean, var logVariance) ->
          mean.graph().cat(List.of(mean, logVariance), 1);
    };
  }

  /**
   * A square moves by a multiple of the strides, away from the borders: its features move too, and
   * their means stay. Of a code of places measured 7e-3: most of it is of the background.
   */
  @ParameterizedTest
  @CsvSource({"POOLED, 0, 1e-12", "PROJECTED, 0, 1e-12", "SPATIAL, 1e-3, 10"})
  void onlyACodeOfPlacesTellsWhereSomethingIs(String kind, double least, double most) {
    var readout =
        switch (kind) {
          case "POOLED" -> new CodeReadout.Pooled();
          case "PROJECTED" -> new CodeReadout.Projected(5);
          default -> CodeReadout.Spatial.of(5, SIZE);
        };
    var encoder =
        new WideResNetEncoder(spec(LatentKind.DETERMINISTIC, readout, Conditioning.SHIFT), SDE);
    var codes =
        run(
            s -> {
              var t = s.graph().tensor("t");
              return List.of(
                  encoder.encode(s, s.graph().tensor("here"), t).center(),
                  encoder.encode(s, s.graph().tensor("there"), t).center());
            },
            tensors.create(new double[] {.5}),
            square(16),
            square(36));
    assertThat(error(codes.get(1), codes.get(0))).isBetween(least, most);
  }

  /** Black, but for a white square of 8 pixels whose first corner lies at that row and column. */
  private NDArray square(int corner) {
    var pixels = new double[3 * SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / SIZE % SIZE;
      int column = i % SIZE;
      pixels[i] =
          corner <= row && row < corner + 8 && corner <= column && column < corner + 8 ? 1 : 0;
    }
    return tensors.create(pixels, new Shape(1, 3, SIZE, SIZE));
  }

  @ParameterizedTest
  @CsvSource({"32, 8, 4", "64, 16, 4", "28, 7, 7", "84, 21, 7", "16, 4, 4", "8, 2, 2", "30, 8, 4"})
  void aCodeOfPlacesHasFourCellsASideOrSomeMore(int imageSize, int side, int grid) {
    assertThat(CodeReadout.Spatial.of(9, imageSize))
        .isEqualTo(new CodeReadout.Spatial(9, side, grid));
    var encoder =
        new WideResNetEncoder(
            spec(
                LatentKind.DETERMINISTIC, CodeReadout.Spatial.of(9, imageSize), Conditioning.SHIFT),
            SDE);
    var codes =
        run(
            s -> List.of(encoder.encode(s, s.graph().tensor("x"), s.graph().tensor("t")).center()),
            random(new Shape(1, 3, imageSize, imageSize), 2),
            tensors.create(new double[] {.5}));
    assertThat(codes.get(0).getShape()).isEqualTo(new Shape(1, 9));
  }

  @Test
  void logarithmsOfVariancesStayWithinTheirBound() {
    var encoder =
        new WideResNetEncoder(
            spec(LatentKind.GAUSSIAN, new CodeReadout.Projected(8), Conditioning.SHIFT), SDE);
    var logVariances =
        run(
                s -> {
                  var x = s.graph().tensor("x");
                  var latent = encoder.encode(s, x, s.graph().tensor("t"));
                  return List.of(((Latent.Gaussian) latent).logVariance());
                },
                1e5,
                random(new Shape(4, 3, SIZE, SIZE), 3),
                tensors.create(new double[] {0, .3, .6, 1}))
            .get(0);
    assertThat(DoubleStream.of(Golden.doubles(logVariances)).boxed())
        .allMatch(v -> -20 <= v && v <= 20)
        .contains(-20., 20.);
  }

  @Test
  void gridsThatDoNotDivideAndCodesOfNothingAreRefused() {
    assertThatThrownBy(() -> new CodeReadout.Spatial(4, 8, 3)).hasMessageContaining("grid of 3");
    assertThatThrownBy(() -> new CodeReadout.Spatial(4, 2, 4)).hasMessageContaining("grid of 4");
    assertThatThrownBy(() -> CodeReadout.Spatial.of(0, 32)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new CodeReadout.Projected(0)).hasMessageContaining("at least 1");
  }

  private static double error(NDArray found, NDArray expected) {
    return Golden.error(Golden.doubles(found), Golden.doubles(expected));
  }

  private NDList run(Function<Scope, List<Value>> part, NDArray... arguments) {
    return run(part, 1, arguments);
  }

  /**
   * @param latentScale factor on the weights that give a distribution
   */
  private NDList run(Function<Scope, List<Value>> part, double latentScale, NDArray... arguments) {
    try (var program =
        new ProgramBuilder()
            .method(
                "part",
                g -> {
                  var ps = g.tensors("ps");
                  var bs = g.tensors("bs");
                  return part
                      .apply(
                          Scope.root(
                              g,
                              declarations,
                              i -> g.item(ps, i),
                              i -> g.item(bs, i),
                              Precision.FLOAT64,
                              Layout.CONTIGUOUS,
                              false))
                      .stream()
                      .map(Value::contiguous)
                      .toList();
                })
            .compile(ENGINE)) {
      var all = new ArrayList<Object>();
      all.add(weights(declarations.parameters(), latentScale));
      all.add(weights(declarations.buffers(), 1));
      all.addAll(List.of(arguments));
      return program.call(tensors, "part", all.toArray());
    }
  }

  private List<NDArray> weights(List<TensorSpec> specs, double latentScale) {
    return specs.stream()
        .map(
            spec -> {
              var values = random(new Shape(spec.dimensions()), spec.name().hashCode());
              return spec.name().endsWith("running_var")
                  ? values.abs().add(.5)
                  : values.mul(spec.name().startsWith("linear_latent") ? .3 * latentScale : .3);
            })
        .toList();
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
