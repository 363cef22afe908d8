package org.p2f.training.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.SharedWorkspace;

class FinishedBatchesTest {
  @TempDir Path workspace;

  @Test
  void unfinishedFileOfAnotherWorkerIsNeitherUsedNorSpoilt() throws IOException {
    for (String name : new String[] {"batch-000003.part", "batch-000003.77.part"}) {
      Files.writeString(workspace.resolve(name), "half of a zombie's");
    }
    var batches = new FinishedBatches(new SharedWorkspace(workspace));
    assertThat(batches.find(3)).isEmpty();

    batches.write(3, "whole".getBytes(StandardCharsets.UTF_8));

    assertThat(batches.read(3)).asString(StandardCharsets.UTF_8).isEqualTo("whole");
    try (Stream<Path> files = Files.list(workspace)) {
      assertThat(files.filter(file -> file.toString().endsWith(".part")))
          .hasSize(2)
          .allSatisfy(half -> assertThat(half).hasContent("half of a zombie's"));
    }
  }
}
