package org.p2f.numerics.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomnessTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int COUNT = 1_000_000;

  @ParameterizedTest
  @ValueSource(doubles = {0, .1, .25, .9})
  void dropoutDropsItsShareAndKeepsTheMean(double probability) {
    var builder =
        new ProgramBuilder()
            .method(
                "drop",
                g -> {
                  var generator = Randomness.generator(g, g.argument("seed", ValueType.INT));
                  return List.of(Randomness.dropout(g, g.tensor("x"), probability, generator));
                });
    try (var program = builder.compile(ENGINE);
        var scope = ENGINE.newScope()) {
      float[] values =
          program.call(scope, "drop", 3L, scope.ones(new Shape(COUNT))).get(0).toFloatArray();
      int dropped = 0;
      for (float value : values) {
        if (value == 0) {
          dropped++;
        } else {
          assertThat(value).isCloseTo((float) (1 / (1 - probability)), within(1e-2f));
        }
      }
      double error = Math.sqrt(probability * (1 - probability) / COUNT);
      assertThat((double) dropped / COUNT)
          .isCloseTo(probability, within(5 * error + 1.0 / (1 << 15)));
    }
  }
}
