package org.p2f.numerics.information;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Products;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.test.Golden;
import org.p2f.numerics.test.ReferenceCheck;

/** The critic against three steps that plain PyTorch computed in float64. */
@ReferenceCheck
class MineGoldenTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int WIDTH = 8;
  private static final int BATCH = 64;

  /** Names in the reference, a sequence of layers. */
  private static final Map<String, String> NAMES =
      Map.of(
          "first.bias", "0.bias",
          "second.weight", "2.weight",
          "second.bias", "2.bias",
          "third.weight", "4.weight",
          "third.bias", "4.bias");

  @Test
  void criticsLearnAsTheReferenceWhateverTheyAreStackedWith() {
    try (var golden = Golden.open("mine")) {
      for (int models : new int[] {1, 3}) {
        learnsAsTheReference(golden, models);
      }
    }
  }

  private static void learnsAsTheReference(Golden golden, int models) {
    int mine = models / 2;
    var critics =
        new CriticProgram(
            Products.on(Engine.Target.CPU),
            WIDTH,
            BATCH,
            Precision.FLOAT32,
            new PairedBatches() {
              @Override
              public List<Integer> groups() {
                return List.of(models);
              }

              @Override
              public Draw in(Graph graph) {
                var joint = graph.tensor("joint");
                var marginal = graph.tensor("marginal");
                return (critic, group, model, number) -> {
                  var both = graph.cat(List.of(joint, marginal), 0);
                  return critic
                      .ofLeft(both.slice(1, 0, WIDTH))
                      .add(critic.ofRight(both.slice(1, WIDTH, 2L * WIDTH)));
                };
              }
            });
    try (var program = critics.builder().compile(ENGINE);
        var weights =
            TensorSet.of(
                ENGINE,
                critics.parameters(),
                (spec, arena) -> scaled(golden, spec, models, mine, arena));
        var first = TensorSet.zeros(ENGINE, critics.parameters());
        var second = TensorSet.zeros(ENGINE, critics.parameters());
        var scope = ENGINE.newScope()) {
      var step = scope.zeros(new Shape(models));
      var average = scope.ones(new Shape(models));
      var bounds = new double[3];
      for (int i = 0; i < bounds.length; i++) {
        var joint = golden.input(scope, "step" + i + ".joint");
        var marginal = golden.input(scope, "step" + i + ".marginal");
        var into = scope.zeros(new Shape(1, models));
        var _ =
            program.call(
                scope,
                CriticProgram.LEARN,
                weights,
                first,
                second,
                step,
                average,
                into,
                scope.zeros(new Shape(models)),
                scope.zeros(new Shape(Critic.HIDDEN)),
                golden.number("lr"),
                1,
                joint,
                marginal);
        bounds[i] = into.toFloatArray()[mine];
      }
      assertThat(Golden.error(bounds, golden.values("bounds"))).isLessThan(2e-5); // measured 1.6e-6
      assertThat(
              Golden.error(
                  new double[] {average.toFloatArray()[mine]}, golden.values("moving_average")))
          .isLessThan(1e-6); // measured 2.7e-8
      for (var spec : critics.parameters()) {
        double norm = norm(weights, spec, models, mine);
        String reference = NAMES.get(spec.name());
        if (reference == null) { // halves of the reference's first weight
          norm =
              Math.hypot(
                  norm(weights, critics.parameters().get(0), models, mine),
                  norm(weights, critics.parameters().get(1), models, mine));
          reference = "0.weight";
        }
        assertThat(Golden.error(new double[] {norm}, golden.values("after.norm." + reference)))
            .as(spec.name())
            .isLessThan(1e-6); // measured 1.1e-7
      }
    }
  }

  private static MemorySegment scaled(
      Golden golden, TensorSpec spec, int models, int mine, Arena arena) {
    int one = (int) (spec.elements() / models);
    double[] values = reference(golden, spec.name());
    var all = arena.allocate(spec.elements() * Float.BYTES, 64);
    for (int m = 0; m < models; m++) {
      for (int i = 0; i < one; i++) {
        double scale = m == mine ? 1 : .5 + m;
        all.setAtIndex(ValueLayout.JAVA_FLOAT, (long) m * one + i, (float) (values[i] * scale));
      }
    }
    return all;
  }

  private static double[] reference(Golden golden, String name) {
    if (NAMES.containsKey(name)) {
      return golden.values("w." + NAMES.get(name));
    }
    double[] whole = golden.values("w.0.weight");
    int from = name.equals("left") ? 0 : WIDTH;
    var half = new double[Critic.HIDDEN * WIDTH];
    for (int i = 0; i < half.length; i++) {
      half[i] = whole[i / WIDTH * 2 * WIDTH + from + i % WIDTH];
    }
    return half;
  }

  private static double norm(TensorSet weights, TensorSpec spec, int models, int mine) {
    var values = weights.get(spec.name()).toFloatArray();
    int one = values.length / models;
    double squares = 0;
    for (int i = mine * one; i < (mine + 1) * one; i++) {
      squares += (double) values[i] * values[i];
    }
    return Math.sqrt(squares);
  }
}
