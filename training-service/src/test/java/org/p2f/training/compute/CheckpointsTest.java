package org.p2f.training.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir Path workspace;

  @Test
  void newestAreKept() throws IOException {
    var checkpoints = new Checkpoints(workspace, 2);
    assertThat(checkpoints.latest()).isEmpty();
    for (long step : List.of(9L, 10L, 100L)) {
      checkpoints.save(step, file -> Files.writeString(file, "after " + step));
    }
    assertThat(checkpoints.latest().map(Checkpoints.Saved::file).map(CheckpointsTest::read))
        .contains("after 100");
    assertThat(names())
        .containsExactly(
            "checkpoint-000000000010.safetensors", "checkpoint-000000000100.safetensors");
    assertThat(checkpoints.latestBefore(100).map(Checkpoints.Saved::step)).contains(10L);
    assertThat(checkpoints.latestBefore(101).map(Checkpoints.Saved::step)).contains(100L);
    assertThat(checkpoints.latestBefore(10)).isEmpty();
  }

  @Test
  void checkpointThatWasNotFinishedIsNone() throws IOException {
    var checkpoints = new Checkpoints(workspace, 2);
    checkpoints.save(1, file -> Files.writeString(file, "whole"));
    assertThatThrownBy(
            () ->
                checkpoints.save(
                    2,
                    file -> {
                      Files.writeString(file, "hal");
                      throw new IOException("no space left");
                    }))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(
            new Checkpoints(workspace, 2)
                .latest()
                .map(Checkpoints.Saved::file)
                .map(CheckpointsTest::read))
        .contains("whole");
    checkpoints.save(2, file -> Files.writeString(file, "whole again"));
    assertThat(checkpoints.latest().map(Checkpoints.Saved::file).map(CheckpointsTest::read))
        .contains("whole again");
    assertThat(names()).hasSize(2);
  }

  @Test
  void whatADeadWorkerLeftUnfinishedIsRemoved() throws IOException {
    new Checkpoints(workspace, 2).save(3, file -> Files.writeString(file, "whole"));
    Files.writeString(workspace.resolve("checkpoint.unfinished"), "hal");
    Files.writeString(workspace.resolve("checkpoint.unfinished.1b4e.partial"), "ha");
    assertThat(new Checkpoints(workspace, 2).latest().map(Checkpoints.Saved::step)).contains(3L);
    assertThat(names()).containsExactly("checkpoint-000000000003.safetensors");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(workspace)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
