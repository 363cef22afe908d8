package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.kit.test.Tokens;

/** In a process of its own: this one's engine has long started on the CPU. */
class NoGpuTest {
  @TempDir Path home;

  @Test
  void gpuThatIsExpectedAndAbsentStopsTheStartWithItsReason() {
    assumeTrue(!Files.exists(Path.of("/dev/nvidia0")), "There is a GPU");
    assertThatThrownBy(
            () ->
                ServiceProcess.start(
                        "expecting",
                        home,
                        PostgresFixture.newDatabase(),
                        Tokens.create(),
                        "--p2f.compute.device=gpu")
                    .close())
        .hasMessageContaining("APPLICATION FAILED TO START")
        .hasMessageContaining("A GPU is expected (p2f.compute.device=gpu), but libtorch")
        .hasMessageContaining("set p2f.compute.device=cpu")
        .hasMessageNotContaining("\tat org.p2f"); // a sentence, not a trace
  }
}
