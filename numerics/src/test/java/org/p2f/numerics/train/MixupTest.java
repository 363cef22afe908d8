package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Randomness;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;
import org.p2f.numerics.train.Draws.Mixture;

class MixupTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  /** λx + (1 − λ)x′, and 2λ times the loss. */
  @Test
  void theEncoderSeesMixedImagesAndScoresAreWeightedByTheirShare() {
    try (var program = new ProgramBuilder().method("mixed", MixupTest::mixed).compile(ENGINE);
        var tensors = ENGINE.newScope()) {
      var results =
          program.call(
              tensors,
              "mixed",
              tensors.create(new float[] {0, 10, 20}, new Shape(3, 1, 1, 1)),
              tensors.create(new float[] {1, .25f, 0}),
              tensors.create(new float[] {.5f, .9f, .1f}));
      // sorted, the third number comes first, then the first, then the second
      assertThat(results.get(0).toFloatArray())
          .containsExactly(new float[] {0, 2.5f, 10}, within(1e-6f));
      assertThat(results.get(1).toFloatArray())
          .containsExactly(new float[] {2, .5f, 0}, within(1e-6f));
    }
  }

  private static List<Value> mixed(Graph g) {
    var images = g.tensor("images");
    var mixture = new Mixture(g.tensor("share"), g.tensor("numbers").argsort());
    var draws = new Draws(images, images, null, Dropout.none(), mixture);
    return List.of(
        draws.seenByEncoder(images).reshape(-1), draws.weighted(images.reshape(-1).mul(0).add(1)));
  }

  @Test
  void everyImageIsMixedWithOneOtherAtMost() {
    try (var program = new ProgramBuilder().method("order", MixupTest::order).compile(ENGINE);
        var tensors = ENGINE.newScope()) {
      long[] first = program.call(tensors, "order", 1).get(0).toLongArray();
      assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
      assertThat(program.call(tensors, "order", 1).get(0).toLongArray()).isEqualTo(first);
      assertThat(program.call(tensors, "order", 2).get(0).toLongArray()).isNotEqualTo(first);
    }
  }

  private static List<Value> order(Graph g) {
    var generator = Randomness.generator(g, g.argument("seed", ValueType.INT));
    return List.of(Mixture.drawn(g, 8, generator).other());
  }
}
