package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.loss.ScoreMatching;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Leaves;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.test.Golden;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.NcsnV2Spec;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.Weighting;

/**
 * Against a plain PyTorch network of our own, written from the published architecture: {@code
 * python benchmarks/peers/ncsnv2.py numerics/src/test/resources/reference} makes the files, in
 * float64 from float32 weights and inputs.
 */
@ReferenceCheck
class NcsnV2ReferenceTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  private static final Noising NOISING = Noising.continuous(VarianceExploding.published());

  @ParameterizedTest
  @ValueSource(strings = {"ncsnv2-32px", "ncsnv2-64px-code"})
  void scoreLossAndGradientsAreThePeers(String name) {
    try (var golden = Golden.resource("reference/" + name);
        var tensors = ENGINE.newScope()) {
      var exact = errors(golden, tensors, Precision.FLOAT64, Layout.CONTIGUOUS);
      assertThat(exact.score()).isLessThan(1e-12); // measured 2.7e-15
      assertThat(exact.loss()).isLessThan(1e-12); // measured 1.4e-16
      assertThat(exact.gradients()).isLessThan(1e-11); // measured 1.5e-13
      var rounded = errors(golden, tensors, Precision.FLOAT32, Layout.CHANNELS_LAST);
      assertThat(rounded.score()).isLessThan(2e-5); // measured 1.2e-6
      assertThat(rounded.loss()).isLessThan(2e-5); // measured 6.4e-8
      // measured 2.2e-5: gradients pass through some forty convolutions, rounded in each
      assertThat(rounded.gradients()).isLessThan(2e-4);
    }
  }

  /** Largest deviations, each as a share of its tensor's largest magnitude. */
  private record Errors(double score, double loss, double gradients) {}

  private static Errors errors(
      Golden golden, PtNDManager tensors, Precision precision, Layout layout) {
    var type = precision == Precision.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
    var declarations = new Declarations();
    try (var program =
        new ProgramBuilder()
            .method("run", g -> run(g, golden, declarations, precision, layout))
            .compile(ENGINE)) {
      var names = declarations.parameters().stream().map(TensorSpec::name).toList();
      assertThat(names.stream().map(name -> "w." + name))
          .containsExactlyInAnyOrderElementsOf(
              golden.file().tensors().keySet().stream().filter(n -> n.startsWith("w.")).toList());
      var weights = names.stream().map(n -> input(golden, tensors, type, "w." + n)).toList();
      var arguments = new ArrayList<Object>(List.of(weights));
      arguments.add(input(golden, tensors, type, "x_t"));
      arguments.add(tensors.create(golden.values("t"), new Shape(golden.shape("t"))));
      arguments.add(input(golden, tensors, type, "noise"));
      if (golden.has("z")) {
        arguments.add(input(golden, tensors, type, "z"));
      }
      NDList found = program.call(tensors, "run", arguments.toArray());
      double gradients = 0;
      for (int i = 0; i < names.size(); i++) {
        gradients = Math.max(gradients, golden.error(found.get(2 + i), "grad." + names.get(i)));
      }
      return new Errors(
          golden.error(found.get(0), "output"), golden.error(found.get(1), "loss"), gradients);
    }
  }

  /** Yields score, loss, and the loss's gradient in each parameter. */
  private static List<Value> run(
      Graph g, Golden golden, Declarations declarations, Precision precision, Layout layout) {
    var leaves = new Leaves(g, g.tensors("ps"));
    var scope =
        Scope.root(
            g,
            declarations,
            leaves,
            i -> {
              throw new AssertionError("NCSNv2 keeps no running statistics");
            },
            precision,
            layout,
            false);
    var x = g.tensor("x");
    var t = g.tensor("t");
    var noise = g.tensor("noise");
    var spec = new NcsnV2Spec((int) golden.number("features"), (int) golden.number("image"), 3);
    int codeSize = golden.has("z") ? (int) golden.shape("z")[1] : 0;
    var score =
        ScoreNetwork.of(spec, codeSize, NOISING)
            .score(scope, x, t, codeSize == 0 ? null : g.tensor("z"), Dropout.none());
    var loss =
        new ScoreMatching(NOISING, Weighting.NOISE, Reduction.SUM, precision.exact())
            .loss(score, t, noise)
            .mean();
    var yields = new ArrayList<>(List.of(score.contiguous(), loss));
    yields.addAll(Training.gradients(g, loss, leaves.all()));
    return yields;
  }

  private static NDArray input(Golden golden, PtNDManager owner, DataType type, String name) {
    return golden.input(owner, name).toType(type, false);
  }
}
