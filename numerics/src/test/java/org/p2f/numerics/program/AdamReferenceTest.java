package org.p2f.numerics.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2f.numerics.test.Golden;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.spec.optimizer.Adam;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.spec.optimizer.Schedule;

/**
 * Against torch.optim and its schedules: {@code python benchmarks/peers/adamw.py
 * numerics/src/test/resources/reference} makes the file.
 */
@ReferenceCheck
class AdamReferenceTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int STEPS = 12;
  private static final double DECAY = .2;

  private static OptimizerSpec optimizer(Schedule schedule) {
    return new OptimizerSpec(.03, 4, 1, .9, .8, .95, 1e-6, schedule, DECAY);
  }

  @ParameterizedTest
  @EnumSource(Schedule.class)
  void decoupledDecayAndRatesArePyTorchs(Schedule schedule) {
    assertThat(optimizer(schedule).adam()).isEqualTo(new Adam(.8, .95, 1e-6, DECAY, true));
    assertIs(schedule, optimizer(schedule).adam(), "adamw");
  }

  @ParameterizedTest
  @EnumSource(Schedule.class)
  void decayInTheGradientIsPyTorchs(Schedule schedule) {
    assertIs(schedule, new Adam(.8, .95, 1e-6, DECAY), "adam");
  }

  /** Both in float64; rates by a closed form here, step by step there. */
  private static void assertIs(Schedule schedule, Adam adam, String type) {
    var name = "%s.%s".formatted(type, schedule.name().toLowerCase(Locale.ROOT));
    try (var golden = Golden.resource("reference/adamw");
        var tensors = ENGINE.newScope();
        var program =
            new ProgramBuilder().method("step", graph -> step(graph, adam)).compile(ENGINE)) {
      double[] rates = golden.values("rates." + name);
      double[] gradients = golden.values("gradients");
      double[] course = golden.values("course." + name);
      int size = gradients.length / STEPS;
      var weights = tensors.create(golden.values("first"), new Shape(size));
      var first = tensors.zeros(new Shape(size), DataType.FLOAT64);
      var second = tensors.zeros(new Shape(size), DataType.FLOAT64);
      var earlier = tensors.zeros(new Shape(), DataType.FLOAT32);
      for (int step = 0; step < STEPS; step++) {
        double rate = optimizer(schedule).learningRateAt(step, STEPS);
        assertThat(rate).isCloseTo(rates[step], within(1e-15));
        NDArray gradient =
            tensors.create(
                Arrays.copyOfRange(gradients, step * size, (step + 1) * size), new Shape(size));
        program.call(
            tensors,
            "step",
            List.of(weights),
            List.of(gradient),
            List.of(first),
            List.of(second),
            earlier,
            rate);
        assertThat(weights.toDoubleArray())
            .containsExactly(
                Arrays.copyOfRange(course, step * size, (step + 1) * size), within(1e-12));
      }
    }
  }

  private static List<Value> step(Graph graph, Adam adam) {
    var weights = graph.tensors("weights");
    var gradients = graph.tensors("gradients");
    var moments = new Training.Moments(graph.tensors("first"), graph.tensors("second"));
    var earlier = graph.tensor("earlier");
    var rate = graph.argument("rate", ValueType.REAL);
    Training.adam(graph, weights, gradients, moments, 1, earlier, rate, adam);
    return List.of();
  }
}
