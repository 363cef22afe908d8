package org.p2f.numerics.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.optimizer.Adam;

class ProgramTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  @Test
  void aMethodComputesWhatItsGraphSays() {
    var builder =
        new ProgramBuilder()
            .method("affine", g -> List.of(g.tensor("x").mul(2.5).add(-1.0), g.tensor("y").sum()));
    try (var program = builder.compile(ENGINE);
        var scope = ENGINE.newScope()) {
      var results =
          program.call(
              scope, "affine", scope.create(new float[] {1, 2}), scope.create(new float[] {3, 4}));
      assertThat(results.get(0).toFloatArray()).containsExactly(1.5f, 4.0f);
      assertThat(Program.scalar(results.get(1))).isEqualTo(7f);
    }
  }

  @Test
  void aLoopsRoundsAllHappenInOneCall() {
    var builder =
        new ProgramBuilder()
            .method(
                "powers",
                g -> {
                  var into = g.tensor("into");
                  var x = g.tensor("x");
                  g.loop(
                      Operand.of(0),
                      g.argument("rounds", ValueType.INT),
                      i -> {
                        g.effect("torch.mul_", List.of(x, Operand.of(2.0)), Map.of());
                        var row = g.op("torch.select", into, Operand.of(0), i);
                        g.effect("torch.copy_", List.of(row, x.add(1)), Map.of());
                      });
                  return List.of(x);
                });
    try (var program = builder.compile(ENGINE);
        var scope = ENGINE.newScope()) {
      var into = scope.zeros(new Shape(4));
      var x = scope.ones(new Shape());
      assertThat(Program.scalar(program.call(scope, "powers", into, x, 3).get(0))).isEqualTo(8f);
      assertThat(into.toFloatArray()).containsExactly(3f, 5f, 9f, 0f);
    }
  }

  @Test
  void aTrainingStepIsOneCallAndFindsTheMinimum() {
    var declarations = new Declarations();
    var builder = new ProgramBuilder().method("step", g -> step(g, declarations));
    try (var program = builder.compile(ENGINE);
        var weights =
            TensorSet.initialized(ENGINE, declarations.parameters(), new RandomStreams(1));
        var first = TensorSet.zeros(ENGINE, declarations.parameters());
        var second = TensorSet.zeros(ENGINE, declarations.parameters());
        var average = weights.copy(ENGINE);
        var scope = ENGINE.newScope()) {
      var step = scope.zeros(new Shape());
      float loss = Float.NaN;
      for (int i = 0; i < 400; i++) {
        try (var inner = ENGINE.newScope()) {
          loss =
              Program.scalar(
                  program
                      .call(inner, "step", weights, first, second, average, step, 0.05, 0.1)
                      .get(0));
        }
      }
      assertThat(loss).isLessThan(1e-4f); // measured 1e-9 and below
      assertThat(weights.get("w").toFloatArray()[0]).isCloseTo(3f, within(1e-2f));
      assertThat(average.get("w").toFloatArray()[0]).isCloseTo(3f, within(2e-2f));
      assertThat(Program.scalar(step)).isEqualTo(400f);
    }
  }

  private static List<Value> step(Graph g, Declarations declarations) {
    var ps = g.tensors("ps");
    var m = g.tensors("m");
    var v = g.tensors("v");
    var ema = g.tensors("ema");
    var step = g.tensor("step");
    var lr = g.argument("lr", ValueType.REAL);
    var towards = g.argument("towards", ValueType.REAL);
    var leaves = new ArrayList<Value>();
    var scope =
        Scope.root(
            g,
            declarations,
            i -> {
              while (leaves.size() <= i) {
                leaves.add(Training.leaf(g, g.item(ps, leaves.size())));
              }
              return leaves.get(i);
            },
            i -> {
              throw new AssertionError("no buffers");
            },
            Precision.FLOAT32,
            Layout.CONTIGUOUS,
            true);
    var loss = scope.parameter("w", new Initialization.Normal(1), 4).add(-3).square().sum();
    var gradients = g.list(Training.gradients(g, loss, leaves));
    var norm = Training.globalNorm(g, gradients);
    Training.clip(g, gradients, norm, 1.0);
    Training.adam(
        g,
        ps,
        gradients,
        new Training.Moments(m, v),
        leaves.size(),
        step,
        lr,
        new Adam(0.9, 0.999, 1e-8, 0));
    Training.average(g, ema, ps, towards);
    return List.of(loss, norm);
  }

  @Test
  void randomNumbersInsideAProgramDependOnTheirSeedAlone() {
    var builder =
        new ProgramBuilder()
            .method(
                "draw",
                g -> {
                  var seed = g.argument("seed", ValueType.INT);
                  var x = g.tensor("x");
                  var generator = Randomness.generator(g, seed);
                  return List.of(
                      Randomness.normalLike(g, x, generator),
                      Randomness.uniform(g, new long[] {3}, generator),
                      Randomness.dropout(g, x, 0.25, generator));
                });
    try (var program = builder.compile(ENGINE);
        var scope = ENGINE.newScope()) {
      NDArray x = scope.ones(new Shape(1000));
      var one = program.call(scope, "draw", 7L, x);
      var two = program.call(scope, "draw", 7L, x);
      var other = program.call(scope, "draw", 8L, x);
      for (int i = 0; i < 3; i++) {
        assertThat(one.get(i).toFloatArray()).isEqualTo(two.get(i).toFloatArray());
        assertThat(one.get(i).toFloatArray()).isNotEqualTo(other.get(i).toFloatArray());
      }
      assertThat(one.get(0).mean().getFloat()).isCloseTo(0f, within(0.16f)); // 5 standard errors
      assertThat(one.get(2).mean().getFloat()).isCloseTo(1f, within(0.1f)); // 5 standard errors
    }
  }

  @Test
  void argumentsThatDoNotFitAreRefused() {
    var builder = new ProgramBuilder().method("id", g -> List.of(g.tensor("x").neg()));
    try (var program = builder.compile(ENGINE);
        var scope = ENGINE.newScope()) {
      assertThatThrownBy(() -> program.call(scope, "id", 1.0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Argument 0 of id is a TENSOR");
      assertThatThrownBy(() -> program.call(scope, "di", scope.create(1f)))
          .hasMessageContaining("No method 'di'");
      assertThatThrownBy(() -> program.call(scope, "id")).hasMessageContaining("takes 1 arguments");
    }
    assertThatThrownBy(() -> Operand.of(Double.NaN)).hasMessageContaining("finite");
  }
}
