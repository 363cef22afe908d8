package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.test.Golden;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.DdpmSpec;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.NcsnV2Spec;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.network.UNetLayer;
import org.p2f.spec.network.UNetOptions;

/**
 * Against forward hooks on a plain PyTorch network: {@code python benchmarks/peers/activations.py
 * numerics/src/test/resources/reference} makes the file, in float64 from float32 weights.
 */
class ScoreActivationsTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final Noising NOISING = Noising.continuous(VarianceExploding.published());
  private static final int CODE = 6;

  /** The file's network. */
  private static final NcsnPlusPlusSpec SPEC =
      new NcsnPlusPlusSpec(4, List.of(1, 2), 2, List.of(8), .1, 16, 3, UNetOptions.published());

  static List<String> layers() {
    return SPEC.layers().stream().map(UNetLayer::name).toList();
  }

  @Test
  @ReferenceCheck
  void theLayersAreThoseThatHooksFind() {
    try (var golden = Golden.resource("reference/activations")) {
      assertThat(golden.file().tensors().keySet().stream().filter(n -> n.startsWith("layer.")))
          .containsExactlyInAnyOrderElementsOf(layers().stream().map("layer."::concat).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  @ReferenceCheck
  void eachLayerGivesWhatAHookSees(String layer) {
    assertThat(error(layer, Precision.FLOAT64)).isLessThan(1e-12); // measured 1.0e-15
    assertThat(error(layer, Precision.FLOAT32)).isLessThan(2e-5); // measured 2.2e-7
  }

  private static double error(String layer, Precision precision) {
    var type = precision == Precision.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
    var activations = ScoreActivations.of(SPEC, CODE, NOISING, layer);
    var declarations = new Declarations();
    try (var golden = Golden.resource("reference/activations");
        var tensors = ENGINE.newScope();
        var program = program(activations, declarations, precision)) {
      var arguments = new ArrayList<Object>();
      arguments.add(inputs(golden, tensors, declarations.parameters(), type));
      arguments.add(inputs(golden, tensors, declarations.buffers(), type));
      arguments.add(
          tensors.create(golden.values("x_t"), new Shape(golden.shape("x_t"))).toType(type, false));
      arguments.add(tensors.create(golden.values("t"), new Shape(golden.shape("t"))));
      var found = program.call(tensors, "activations", arguments.toArray()).get(0);
      assertThat(found.getShape().get(1)).isEqualTo(activations.width());
      return golden.error(found, "layer." + layer);
    }
  }

  private static List<NDArray> inputs(
      Golden golden, PtNDManager owner, List<TensorSpec> specs, DataType type) {
    return specs.stream()
        .<NDArray>map(spec -> golden.input(owner, "w." + spec.name()).toType(type, false))
        .toList();
  }

  private static Program program(
      ScoreActivations activations, Declarations declarations, Precision precision) {
    return builder(activations, declarations, precision).compile(ENGINE);
  }

  private static ProgramBuilder builder(
      ScoreActivations activations, Declarations declarations, Precision precision) {
    return new ProgramBuilder()
        .method(
            "activations",
            g -> {
              var ps = g.tensors("ps");
              var bs = g.tensors("bs");
              var scope =
                  Scope.root(
                      g,
                      declarations,
                      i -> g.item(ps, i),
                      i -> g.item(bs, i),
                      precision,
                      Layout.CHANNELS_LAST,
                      false);
              return List.of(activations.pooled(scope, g.tensor("x"), g.tensor("t")).contiguous());
            });
  }

  /** Each needs the tensors of the layers before it and further ones. */
  @Test
  void aGraphEndsAtItsLayer() {
    long before = 0;
    for (var layer : layers()) {
      var declarations = new Declarations();
      builder(ScoreActivations.of(SPEC, CODE, NOISING, layer), declarations, Precision.FLOAT32);
      long tensors = declarations.parameters().size();
      assertThat(tensors).as(layer).isGreaterThan(before);
      before = tensors;
    }
    // What is left is the last normalisation and convolution.
    var whole = new Declarations();
    new ProgramBuilder()
        .method(
            "score",
            g -> {
              var scope =
                  Scope.root(
                      g,
                      whole,
                      i -> g.item(g.tensors("p" + i), 0),
                      i -> g.item(g.tensors("b" + i), 0),
                      Precision.FLOAT32,
                      Layout.CHANNELS_LAST,
                      false);
              return List.of(
                  ScoreNetwork.of(SPEC, CODE, NOISING)
                      .score(scope, g.tensor("x"), g.tensor("t"), g.tensor("z"), Dropout.none()));
            });
    assertThat(whole.parameters()).hasSize((int) before + 4);
  }

  @Test
  void whatAModelDoesNotHaveIsRefusedWithWhatItHas() {
    assertThatThrownBy(() -> ScoreActivations.of(SPEC, CODE, NOISING, "up.2.0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There is no layer 'up.2.0'; there are down.0.0, down.0.1, down.1.0, down.1.1,"
                + " bottom.0, bottom.1, up.1.0, up.1.1, up.1.2, up.0.0, up.0.1, up.0.2");
    ScoreNetworkSpec flat = new NcsnV2Spec(4, 16, 3);
    assertThatThrownBy(() -> ScoreActivations.of(flat, CODE, NOISING, "up.1.0"))
        .hasMessage("There is no layer 'up.1.0'; there are none of such a network");
  }

  /** From the shapes: code maps, which only the bottom sees, have twice the features. */
  @Test
  void widthsAreTheChannelsOfTheLevels() {
    var ddpm = new DdpmSpec(32, List.of(1, 3), 1, List.of(8), 0, 16, 3);
    assertThat(ddpm.layers().stream().map(UNetLayer::name))
        .containsExactly(
            "down.0.0", "down.1.0", "bottom.0", "bottom.1", "up.1.0", "up.1.1", "up.0.0", "up.0.1");
    assertThat(widths(ddpm, 0)).containsExactly(32, 96, 96, 96, 96, 96, 32, 32);
    assertThat(widths(ddpm, 5)).containsExactly(32, 96, 160, 160, 96, 96, 32, 32);
  }

  private static List<Integer> widths(ScoreNetworkSpec spec, int codeSize) {
    return spec.layers().stream()
        .map(layer -> ScoreActivations.of(spec, codeSize, NOISING, layer.name()).width())
        .toList();
  }
}
