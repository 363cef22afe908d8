package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.random.RandomStreams;

class DropoutBytesTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int UNITS = 101;
  private static final int BATCH = 333;

  private static byte[] draw(long seed, long step, int steps) {
    try (var scope = ENGINE.newScope()) {
      return DropoutBytes.draw(scope, List.of(new RandomStreams(seed)), step, steps, UNITS, BATCH)
          .toByteArray();
    }
  }

  @Test
  void aStepsBytesDependOnItsSeedAndNumberAlone() {
    var two = draw(1, 5, 2);
    int one = UNITS * BATCH;
    assertThat(Arrays.copyOfRange(two, one, 2 * one)).isEqualTo(draw(1, 6, 1));
    assertThat(draw(1, 5, 1)).isNotEqualTo(draw(1, 6, 1)).isNotEqualTo(draw(2, 5, 1));
  }

  @Test
  void everyByteIsAsLikely() {
    var bytes = draw(3, 0, 1);
    var counts = new int[256];
    for (byte b : bytes) {
      counts[b & 0xFF]++;
    }
    double expected = bytes.length / 256.0;
    double chiSquare =
        IntStream.of(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
    assertThat(chiSquare).isBetween(165.0, 347.0); // 255 ± 4 standard deviations of 22.6
  }

  @Test
  void aQuarterIsDroppedAndTheRestScaledToKeepTheMean() {
    var builder =
        new ProgramBuilder()
            .method(
                "drop",
                g -> {
                  var masks = Masks.of(g, g.tensor("bytes"));
                  var x = g.tensor("x");
                  var dropped = masks.apply(x, UNITS);
                  return List.of(dropped, masks.again().apply(x, UNITS));
                });
    try (var program = builder.compile(ENGINE);
        var scope = ENGINE.newScope()) {
      var bytes =
          DropoutBytes.draw(scope, List.of(new RandomStreams(4)), 0, 1, UNITS, BATCH)
              .reshape(UNITS, BATCH);
      var x = scope.ones(new Shape(BATCH, UNITS), DataType.FLOAT32);
      var found = program.call(scope, "drop", bytes, x);
      var values = found.get(0).toFloatArray();
      assertThat(found.get(1).toFloatArray()).isEqualTo(values);
      int zeros = 0;
      for (float value : values) {
        assertThat(value == 0 || Math.abs(value - 4 / 3f) < 1e-6).isTrue();
        zeros += value == 0 ? 1 : 0;
      }
      // standard error of the share: .0024
      assertThat(zeros / (double) values.length).isCloseTo(.25, within(.01));
    }
  }
}
