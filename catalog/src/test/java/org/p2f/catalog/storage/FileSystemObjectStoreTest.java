package org.p2f.catalog.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.ChildProcess;

class FileSystemObjectStoreTest extends ObjectStoreContract<FileSystemObjectStore> {
  private static final Clock CLOCK = Clock.systemUTC();
  @TempDir Path root;

  @Override
  FileSystemObjectStore open() {
    return FileSystemObjectStore.open(root, CLOCK);
  }

  @Test
  void objectLiesAtTheHashOfItsContent() throws IOException {
    store.put(seal("abc"));
    assertThat(store.locate(ABC))
        .isEqualTo(root.resolve("objects/ba").resolve(ABC.substring(2)))
        .hasContent("abc");
    store.discard(ABC, NOW);
    assertThat(root.resolve("trash/ba").resolve(ABC.substring(2))).hasContent("abc");
  }

  @Test
  void secondStoreOfTheSameProcessDoesNotSweepTheFirst() throws IOException {
    try (var first = FileSystemObjectStore.open(root, CLOCK);
        Staging staging = first.stage()) {
      Files.writeString(staging.path("f"), "abc");
      FileSystemObjectStore.open(root, CLOCK).close();
      assertThat(staging.seal("f").sha256()).isEqualTo(ABC);
    }
  }

  @Test
  void filesOfALivingProcessStayAndThoseOfAKilledOneAreSwept() throws Exception {
    store.close();
    Path staged;
    try (ChildProcess child = ChildProcess.start(StagingProcess.class, root.toString())) {
      staged = Path.of(child.hear());

      FileSystemObjectStore.open(root, CLOCK).close();
      assertThat(staged).hasContent("unfinished");

      child.kill();
    }
    assertThat(staged).exists();

    FileSystemObjectStore.open(root, CLOCK).close();

    assertThat(staged).doesNotExist();
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void lockWithoutADirectoryIsSweptOnlyWhenItIsOld() throws IOException {
    Path lock = Files.createDirectories(root.resolve("tmp")).resolve("someone.lock");
    Files.createFile(lock);
    FileSystemObjectStore.open(root, CLOCK).close();
    assertThat(lock).exists();

    Instant later = Instant.now().plus(Duration.ofMinutes(5));
    FileSystemObjectStore.open(root, Clock.fixed(later, ZoneOffset.UTC)).close();
    assertThat(lock).doesNotExist();
  }

  /** Stages a file, names it, and waits to be killed. */
  static final class StagingProcess {
    private StagingProcess() {}

    public static void main(String[] args) throws Exception {
      var store = FileSystemObjectStore.open(Path.of(args[0]), CLOCK);
      Path file = store.stage().path("f");
      Files.writeString(file, "unfinished");
      ChildProcess.say(file);
      ChildProcess.waitToBeKilled();
    }
  }
}
