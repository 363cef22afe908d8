package org.p2f.numerics.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.TensorSet;

class NtXentTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int COUNT = 6;
  private static final int SIZE = 3;

  /** Float32: similarities divided by a temperature of 0.2 are off by some 1e-6. */
  private static final Offset<Float> FLOAT32 = Offset.offset(1e-5f);

  /** From eq. 1 of the paper, sum by sum, by NumPy in float64. */
  @ParameterizedTest
  @CsvSource({".2, 10.500055314056196", ".5, 4.645255912330029"})
  void isThePapersFormula(double temperature, float expected) {
    float[] vectors = new float[COUNT * SIZE];
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < SIZE; j++) {
        vectors[i * SIZE + j] = (float) Math.sin(1 + 3 * i + 7 * j);
      }
    }
    assertThat(loss(temperature, vectors)).isCloseTo(expected, FLOAT32);
    // lengths do not matter
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] *= 3 + i / SIZE;
    }
    assertThat(loss(temperature, vectors)).isCloseTo(expected, FLOAT32);
  }

  @Test
  void vectorsThatAreAllAlikeCannotBeTold() {
    float[] alike = new float[COUNT * SIZE];
    for (int i = 0; i < COUNT; i++) {
      alike[i * SIZE] = 2;
    }
    assertThat(loss(.5, alike)).isCloseTo((float) Math.log(COUNT - 1), FLOAT32);
  }

  @Test
  void codesOfZerosGiveANumber() {
    assertThat(loss(.5, new float[COUNT * SIZE])).isCloseTo((float) Math.log(COUNT - 1), FLOAT32);
  }

  private static float loss(double temperature, float[] vectors) {
    try (var program =
            new ProgramBuilder()
                .method("loss", g -> List.of(new NtXent(temperature).of(g.tensor("z"), COUNT)))
                .compile(ENGINE);
        var scope = ENGINE.newScope();
        var arena = Arena.ofConfined()) {
      var values = arena.allocateFrom(ValueLayout.JAVA_FLOAT, vectors);
      var z = TensorSet.copy(scope, values, new Shape(COUNT, SIZE), DataType.FLOAT32);
      return program.call(scope, "loss", z).get(0).toFloatArray()[0];
    }
  }
}
