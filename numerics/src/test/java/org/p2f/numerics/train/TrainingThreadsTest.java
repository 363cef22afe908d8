package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.objective.Objective;

class TrainingThreadsTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  private static final TrainingSpec SMALL =
      TinyRun.spec(Objective.drl(), Precision.FLOAT32, Layout.CHANNELS_LAST, 2);

  /** Its layers hold 8·32·32·8 values, a 25th of those of the published network on 100 images. */
  @Test
  void smallNetworksComputeAloneAndLargeOnesWithAllThreads() {
    var large =
        new TrainingSpec(
            SMALL.encoder(),
            ScoreNetworkSpec.small(32, 3),
            SMALL.sde(),
            SMALL.objective(),
            SMALL.optimizer(),
            SMALL.pixels(),
            100,
            2,
            7,
            Precision.FLOAT32,
            Layout.CHANNELS_LAST);
    assertThat(TrainingThreads.of(ENGINE, SMALL)).isEqualTo(1);
    assertThat(TrainingThreads.of(ENGINE, large)).isEqualTo(2);
  }

  /** libtorch's own count says with how many threads the calling thread's operations compute. */
  @Test
  void theThreadHasAllItsThreadsBackAfterARun(@TempDir Path directory) throws IOException {
    try (var data = ImageDataset.open(TinyRun.dataset(directory, 1))) {
      try (var trainer = Trainer.start(ENGINE, SMALL, data)) {
        trainer.step();
        assertThat(JniUtils.getNumThreads()).isEqualTo(1);
      }
      assertThat(threadsOfAProgram()).isEqualTo(2);
    }
  }

  @Test
  void aLimitLiesWithinTheEnginesThreads() {
    for (int wrong : List.of(0, 3)) {
      assertThatThrownBy(() -> ENGINE.limit(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("between 1 and 2 threads");
    }
  }

  private static int threadsOfAProgram() {
    var builder = new ProgramBuilder().method("twice", g -> List.of(g.tensor("x").mul(2)));
    try (var program = builder.compile(ENGINE);
        var scope = ENGINE.newScope()) {
      var _ = program.call(scope, "twice", scope.create(new float[] {1}));
    }
    return JniUtils.getNumThreads();
  }
}
