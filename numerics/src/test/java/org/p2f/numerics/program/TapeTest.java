package org.p2f.numerics.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TapeTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  @Test
  void piecesGiveTheGradientsOfTheWhole() {
    var builder =
        new ProgramBuilder()
            .method("pieces", g -> pieces(g, Products.ONEDNN))
            .method("others", g -> pieces(g, Products.LIBTORCH))
            .method("whole", TapeTest::whole);
    try (var program = builder.compile(ENGINE);
        var scope = ENGINE.newScope()) {
      var x = scope.randomNormal(new Shape(4, 5));
      var w = scope.randomNormal(new Shape(5, 5));
      var b = scope.randomNormal(new Shape(5));
      var scale = scope.randomNormal(new Shape(5));
      var expected = program.call(scope, "whole", x, w, b, scale);
      for (var method : List.of("pieces", "others")) {
        var found = program.call(scope, method, x, w, b, scale);
        for (int i = 0; i < expected.size(); i++) {
          var wanted = expected.get(i).toFloatArray();
          var actual = found.get(i).toFloatArray();
          for (int k = 0; k < wanted.length; k++) {
            assertThat(actual[k]).isCloseTo(wanted[k], within(1e-4f)); // float32 rounding of sums
          }
        }
      }
    }
  }

  /** Products whose results meet again, a weight used twice, a value split and joined. */
  private static List<Value> pieces(Graph g, Products products) {
    var tape = new Tape(g, products);
    var x = g.tensor("x");
    var w = tape.parameter(g.tensor("w"));
    var b = tape.parameter(g.tensor("b"));
    var scale = tape.parameter(g.tensor("scale"));
    var first = tape.cut(tape.product(x, w, b).tanh().mul(scale));
    var rows = tape.parts(first, 4);
    var joined = g.stack(rows.reversed(), 0);
    var second = tape.product(joined, w, b);
    var loss = second.add(first).square().mul(scale).sum();
    var gradients = tape.gradients(loss);
    return List.of(
        loss.detach(),
        Objects.requireNonNull(gradients.get(w)),
        Objects.requireNonNull(gradients.get(b)),
        Objects.requireNonNull(gradients.get(scale)));
  }

  private static List<Value> whole(Graph g) {
    var x = g.tensor("x");
    var w = Training.leaf(g, g.tensor("w"));
    var b = Training.leaf(g, g.tensor("b"));
    var scale = Training.leaf(g, g.tensor("scale"));
    var first = x.linear(w, b).tanh().mul(scale);
    var joined = g.op("torch.flip", first, Operand.ints(0));
    var loss = joined.linear(w, b).add(first).square().mul(scale).sum();
    var results = new ArrayList<Value>(List.of(loss.detach()));
    results.addAll(Training.gradients(g, loss, List.of(w, b, scale)));
    return results;
  }

  @Test
  void aLoopRepeatsItsEffects() {
    var builder =
        new ProgramBuilder()
            .method(
                "count",
                g -> {
                  var x = g.tensor("x");
                  g.loop(
                      Operand.of(0),
                      g.argument("n", ValueType.INT),
                      i ->
                          g.loop(
                              Operand.of(0),
                              Operand.of(2),
                              k -> g.effect("torch.add_", List.of(x.select(0, 1), i), Map.of())));
                  return List.of(x);
                });
    try (var program = builder.compile(ENGINE);
        var scope = ENGINE.newScope()) {
      var x = scope.zeros(new Shape(2));
      assertThat(program.call(scope, "count", x, 4).get(0).toFloatArray())
          .containsExactly(0, 2 * (1 + 2 + 3));
    }
  }

  @Test
  void workersGiveResultsInOrderAndEachComputesAlone() {
    var threads = ConcurrentHashMap.<String>newKeySet();
    var tasks =
        IntStream.range(0, 20)
            .<Workers.Task<Integer>>mapToObj(
                i ->
                    stopping -> {
                      threads.add(Thread.currentThread().getName() + JniUtils.getNumThreads());
                      return i;
                    })
            .toList();
    assertThat(Workers.run(ENGINE, tasks, () -> {}))
        .isEqualTo(IntStream.range(0, 20).boxed().toList());
    assertThat(threads).isSubsetOf("p2f-worker-01", "p2f-worker-11");
    assertThat(JniUtils.getNumThreads()).isEqualTo(2);
  }

  @Test
  void whatThePulseThrowsEndsAllWork() {
    Workers.Task<Integer> endless =
        stopping -> {
          while (!stopping.getAsBoolean()) {
            Thread.onSpinWait();
          }
          return 1;
        };
    assertThatThrownBy(
            () ->
                Workers.run(
                    ENGINE,
                    List.of(endless, endless, endless),
                    () -> {
                      throw new CancellationException("enough");
                    }))
        .isInstanceOf(CancellationException.class)
        .hasMessage("enough");
  }
}
