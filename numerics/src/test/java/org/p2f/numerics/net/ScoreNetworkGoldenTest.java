package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.test.Golden;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.network.UNetOptions.Block;
import org.p2f.spec.network.UNetOptions.Combination;
import org.p2f.spec.network.UNetOptions.Embedding;
import org.p2f.spec.network.UNetOptions.ProgressiveInput;
import org.p2f.spec.network.UNetOptions.ProgressiveOutput;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ReferenceCheck
class ScoreNetworkGoldenTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  private static final VarianceExploding SDE = VarianceExploding.published();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score-ddpm-blocks",
        "score-fir",
        "score-no-pyramid",
        "score-output-skip-input-skip",
        "score-positional",
        "score-residual-output",
        "score-unconditional"
      })
  void everyOptionIsThePublishedCodes(String name) {
    try (var golden = Golden.open(name);
        var exact = new Fixture(golden, Precision.FLOAT64, Layout.CONTIGUOUS);
        var rounded = new Fixture(golden, Precision.FLOAT32, Layout.CHANNELS_LAST)) {
      // measured 1.1e-14; for positions 2.4e-8, as the reference keeps its ladder of σ in float32
      assertThat(exact.error()).isLessThan(name.equals("score-positional") ? 1e-7 : 1e-11);
      assertThat(rounded.error()).isLessThan(2e-5); // measured 6.1e-7
    }
  }

  /** The file's network with its weights. */
  private static final class Fixture implements AutoCloseable {
    private final Golden golden;
    private final JsonNode model;
    private final Declarations declarations = new Declarations();
    private final DataType type;
    private final Program program;
    private final PtNDManager scope = ENGINE.newScope();
    private final boolean conditional;

    Fixture(Golden golden, Precision precision, Layout layout) {
      this.golden = golden;
      this.model = JsonMapper.shared().readTree(golden.setting("model"));
      this.type = precision == Precision.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
      this.conditional = golden.has("z");
      this.program =
          new ProgramBuilder().method("score", g -> score(g, precision, layout)).compile(ENGINE);
      assertThat(Stream.of(declarations.parameters(), declarations.buffers()).flatMap(List::stream))
          .extracting(tensor -> "w." + tensor.name())
          .containsExactlyInAnyOrderElementsOf(
              golden.file().tensors().keySet().stream()
                  .filter(n -> n.startsWith("w.") && !n.startsWith("w.encoder."))
                  .filter(n -> !n.equals("w.sigmas")) // the diffusion's, not the network's
                  .toList());
    }

    private List<Value> score(Graph g, Precision precision, Layout layout) {
      var ps = g.tensors("ps");
      var bs = g.tensors("bs");
      var root =
          Scope.root(
              g, declarations, i -> g.item(ps, i), i -> g.item(bs, i), precision, layout, false);
      var x = g.tensor("x");
      var t = g.tensor("t");
      return List.of(
          ScoreNetwork.of(
                  spec(), conditional ? (int) golden.shape("z")[1] : 0, Noising.continuous(SDE))
              .score(root, x, t, conditional ? g.tensor("z") : null, Dropout.none())
              .contiguous());
    }

    private NcsnPlusPlusSpec spec() {
      return new NcsnPlusPlusSpec(
          model.get("nf").asInt(),
          integers(model.get("ch_mult")),
          model.get("num_res_blocks").asInt(),
          integers(model.get("attn_resolutions")),
          0,
          (int) golden.number("image"),
          3,
          new UNetOptions(
              option(Embedding.class, "embedding_type"),
              option(Block.class, "resblock_type"),
              option(ProgressiveOutput.class, "progressive"),
              option(ProgressiveInput.class, "progressive_input"),
              option(Combination.class, "progressive_combine"),
              model.get("fir").asBoolean(),
              model.get("skip_rescale").asBoolean()));
    }

    private <E extends Enum<E>> E option(Class<E> type, String name) {
      return Enum.valueOf(type, model.get(name).asString().toUpperCase(Locale.ROOT));
    }

    double error() {
      var arguments = new ArrayList<Object>();
      arguments.add(inputs(declarations.parameters()));
      arguments.add(inputs(declarations.buffers()));
      arguments.add(input("x_t"));
      arguments.add(times());
      if (conditional) {
        arguments.add(
            scope.create(golden.values("z"), new Shape(golden.shape("z"))).toType(type, false));
      }
      return golden.error(program.call(scope, "score", arguments.toArray()).get(0), "output");
    }

    private static double timeOf(double sigma) {
      return Math.log(sigma / SDE.sigmaMin()) / Math.log(SDE.sigmaMax() / SDE.sigmaMin());
    }

    /**
     * The times whose σ, or whose step's number, is the file's condition. The reference computed σ
     * from a float32 time and wrote it as a float32.
     */
    private NDArray times() {
      var embedding = option(Embedding.class, "embedding_type");
      double[] t =
          Arrays.stream(golden.values("condition"))
              .map(
                  condition ->
                      switch (embedding) {
                        case FOURIER -> (float) timeOf(condition);
                        case POSITIONAL -> 1 - condition / (Sde.CHAIN_STEPS - 1);
                      })
              .toArray();
      return scope.create(t, new Shape(t.length));
    }

    private List<NDArray> inputs(List<TensorSpec> specs) {
      return specs.stream().map(spec -> input("w." + spec.name())).toList();
    }

    private NDArray input(String name) {
      return golden.input(scope, name).toType(type, false);
    }

    @Override
    public void close() {
      scope.close();
      program.close();
    }
  }

  private static List<Integer> integers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asInt).toList();
  }
}
