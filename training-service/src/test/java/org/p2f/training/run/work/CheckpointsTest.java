package org.p2f.training.run.work;

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
import org.p2f.catalog.test.SharedWorkspace;

class CheckpointsTest {
  @TempDir Path workspace;

  @Test
  void newestAreKept() throws IOException {
    var checkpoints = checkpoints(1);
    assertThat(checkpoints.latest()).isEmpty();
    for (long step : List.of(9L, 10L, 100L)) {
      checkpoints.save(step, file -> Files.writeString(file, "after " + step));
    }
    assertThat(checkpoints.latest().map(Checkpoints.Saved::file).map(CheckpointsTest::read))
        .contains("after 100");
    assertThat(names())
        .satisfiesExactly(
            older -> assertThat(older).startsWith("checkpoint-000000000010-"),
            newer -> assertThat(newer).startsWith("checkpoint-000000000100-"));
    assertThat(checkpoints.latestBefore(100).map(Checkpoints.Saved::step)).contains(10L);
    assertThat(checkpoints.latestBefore(101).map(Checkpoints.Saved::step)).contains(100L);
    assertThat(checkpoints.latestBefore(10)).isEmpty();
  }

  @Test
  void checkpointThatWasNotFinishedIsNone() throws IOException {
    var checkpoints = checkpoints(1);
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
    assertThat(checkpoints(1).latest().map(Checkpoints.Saved::file).map(CheckpointsTest::read))
        .contains("whole");
    checkpoints.save(2, file -> Files.writeString(file, "whole again"));
    assertThat(checkpoints.latest().map(Checkpoints.Saved::file).map(CheckpointsTest::read))
        .contains("whole again");
    assertThat(names()).hasSize(2);
  }

  @Test
  void whatADeadWorkerLeftUnfinishedIsRemoved() throws IOException {
    checkpoints(1).save(3, file -> Files.writeString(file, "whole"));
    Files.writeString(workspace.resolve("checkpoint.unfinished"), "hal");
    Files.writeString(workspace.resolve("checkpoint.unfinished.1b4e.partial"), "ha");
    assertThat(checkpoints(1).latest().map(Checkpoints.Saved::step)).contains(3L);
    assertThat(names()).singleElement().asString().startsWith("checkpoint-000000000003-");
  }

  @Test
  void nameHoldsTheChecksumOfTheContent() throws IOException {
    checkpoints(1).save(4, file -> Files.writeString(file, "123456789"));
    // CRC-32C of "123456789": RFC 3720, appendix B.4, and every catalogue of CRCs.
    assertThat(names()).containsExactly("checkpoint-000000000004-e3069283.safetensors");
  }

  @Test
  void damagedCheckpointFallsBackToTheOneBeforeIt() throws IOException {
    Checkpoints checkpoints = checkpoints(1);
    checkpoints.save(5, file -> Files.writeString(file, "five"));
    checkpoints.save(6, file -> Files.writeString(file, "six"));
    Path newest = checkpoints.latest().orElseThrow().file();
    Files.writeString(newest, "siz");

    assertThat(checkpoints(2).latest().map(Checkpoints.Saved::step)).contains(5L);
    assertThat(newest).doesNotExist();
    assertThat(names()).anyMatch(name -> name.endsWith(".damaged"));
  }

  @Test
  void checkpointThatCannotBeReadForNowIsPassedOverAndComesBack() throws IOException {
    Checkpoints checkpoints = checkpoints(1);
    checkpoints.save(5, file -> Files.writeString(file, "five"));
    checkpoints.save(6, file -> Files.writeString(file, "six"));
    Path newest = checkpoints.latest().orElseThrow().file();
    // A directory opens but does not read, even for root: an I/O error at a good name.
    Path away = Files.move(newest, workspace.resolve("away"));
    Files.createDirectory(newest);
    assertThat(checkpoints(2).latest().map(Checkpoints.Saved::step)).contains(5L);

    Files.delete(newest);
    Files.move(away, newest);
    assertThat(checkpoints(3).latest().map(Checkpoints.Saved::step)).contains(6L);
  }

  @Test
  void workerThatWakesAfterItsSuccessorBeganSpoilsNothingOfIt() throws IOException {
    Checkpoints zombie = checkpoints(1);
    Checkpoints successor = checkpoints(2);
    assertThatThrownBy(
            () ->
                successor.save(
                    7,
                    unfinished -> {
                      Files.writeString(unfinished, "half of the succ");
                      zombie.save(8, file -> Files.writeString(file, "the zombie's own"));
                      assertThat(unfinished).hasContent("half of the succ");
                      throw new IOException("stop here");
                    }))
        .hasRootCauseMessage("stop here");
    assertThat(checkpoints(3).latest().map(Checkpoints.Saved::file).map(CheckpointsTest::read))
        .contains("the zombie's own");

    // The other way round: the successor tidies while the zombie writes, whose file is then gone.
    assertThatThrownBy(
            () ->
                zombie.save(
                    9,
                    unfinished -> {
                      Files.writeString(unfinished, "half of the zomb");
                      checkpoints(4);
                    }))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(checkpoints(5).latest().map(Checkpoints.Saved::step)).contains(8L);
  }

  private Checkpoints checkpoints(int attempt) {
    return new Checkpoints(new SharedWorkspace(workspace), attempt, 2);
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
