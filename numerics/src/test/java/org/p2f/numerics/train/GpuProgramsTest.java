package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.GpuPrograms;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Randomness;
import org.p2f.numerics.program.ValueType;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.objective.Objective;

class GpuProgramsTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.p2f.numerics.train.TrainingGraphTest#variants")
  void everythingInATrainingStepLiesOnTheGpu(
      String name, EncoderSpec encoder, ScoreNetworkSpec network, Sde sde, Objective objective) {
    var spec = TrainingGraphTest.spec(encoder, network, sde, objective, Precision.BFLOAT16);
    // a generator and the times at least
    GpuPrograms.check(TrainingGraph.of(spec).builder(), ENGINE, 2);
  }

  /** That its device is more than a word. */
  @Test
  void libtorchWithoutCudaRefusesToRunThem() {
    var builder =
        new ProgramBuilder()
            .method(
                "draw",
                g ->
                    List.of(
                        Randomness.normalLike(
                            g,
                            g.tensor("x"),
                            Randomness.generator(g, g.argument("seed", ValueType.INT)))));
    try (var program = GpuPrograms.load(builder, ENGINE);
        var scope = ENGINE.newScope()) {
      assertThatThrownBy(() -> program.call(scope, "draw", scope.ones(new Shape(2)), 1L))
          .message()
          .containsIgnoringCase("cuda");
    }
  }
}
