package org.p2f.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TetherTest {

  @Test
  void theLogsOfTheLastFiveRunsAreKept(@TempDir Path logs) throws IOException {
    var log = logs.resolve("training.log");
    for (int run = 1; run <= 7; run++) {
      Tether.keepLastLogs(log);
      Files.writeString(log, "run " + run);
    }
    assertThat(log).hasContent("run 7");
    for (int age : IntStream.rangeClosed(1, 5).toArray()) {
      assertThat(logs.resolve("training.log." + age)).hasContent("run " + (7 - age));
    }
    assertThat(logs.resolve("training.log.6")).doesNotExist();
  }
}
