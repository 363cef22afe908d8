package org.p2f.numerics.solver;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.GpuPrograms;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.Predictor;

class GpuSolversTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final Score SCORE = AnalyticScore.normal(VarianceExploding.published(), 1, 0, 0);

  @ParameterizedTest
  @EnumSource(NoiseShare.class)
  void everythingInAChainsStepLiesOnTheGpu(NoiseShare share) {
    var program =
        new StepProgram(
            SCORE,
            Predictor.REVERSE_DIFFUSION,
            new Corrector.Langevin(.1, 1),
            true,
            share,
            ElementType.FLOAT32);
    GpuPrograms.check(program.builder(), ENGINE, 2); // the prior's generator and a step's
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everythingInAFlowsStepLiesOnTheGpu(boolean divergence) {
    // both probes' generators
    GpuPrograms.check(new FlowProgram(SCORE, divergence).builder(), ENGINE, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void everythingInASolversStepLiesOnTheGpu(int stages) {
    GpuPrograms.check(new FixedProgram(SCORE, stages).builder(), ENGINE, 0);
  }
}
