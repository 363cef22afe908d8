package org.p2f.catalog.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.catalog.test.ChildProcess;

class FileSystemObjectStoreTest {
  /** SHA-256 of "abc": FIPS 180-2, appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final Clock CLOCK = Clock.systemUTC();
  @TempDir Path root;

  @Test
  void objectLiesAtTheHashOfItsContent() throws IOException {
    try (var store = FileSystemObjectStore.open(root, CLOCK)) {
      SealedFile sealed = seal(store, "abc");
      assertThat(sealed.sha256()).isEqualTo(ABC);
      assertThat(sealed.bytes()).isEqualTo(3);

      store.put(sealed);

      assertThat(store.locate(ABC))
          .isEqualTo(root.resolve("objects/ba").resolve(ABC.substring(2)))
          .hasContent("abc");
      assertThat(sealed.path()).doesNotExist();
    }
  }

  @Test
  void sameContentTwiceIsOneObject() throws IOException {
    try (var store = FileSystemObjectStore.open(root, CLOCK)) {
      store.put(seal(store, "abc"));
      SealedFile again = seal(store, "abc");
      store.put(again);

      assertThat(objects(store)).containsExactly(ABC);
      assertThat(again.path()).doesNotExist();
    }
  }

  @Test
  void objectCannotBeWrittenTo() throws IOException {
    try (var store = FileSystemObjectStore.open(root, CLOCK)) {
      store.put(seal(store, "abc"));
      assertThat(Files.getPosixFilePermissions(store.locate(ABC)))
          .noneMatch(permission -> permission.name().endsWith("WRITE"));
    }
  }

  @Test
  void closedStagingLeavesNothing() throws IOException {
    try (var store = FileSystemObjectStore.open(root, CLOCK)) {
      SealedFile sealed;
      try (Staging staging = store.stage()) {
        Files.writeString(staging.path("f"), "abc");
        sealed = staging.seal("f");
      }
      assertThat(sealed.path().getParent()).doesNotExist();
      assertThat(objects(store)).isEmpty();
    }
  }

  @Test
  void fileThatWasNeverWrittenCannotBeSealed() {
    try (var store = FileSystemObjectStore.open(root, CLOCK);
        Staging staging = store.stage()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> staging.seal("f"))
          .withMessageContaining("'f'");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "../../../etc/passwd", "BA7816BF"})
  void addressThatIsNoHashIsRefused(String address) {
    try (var store = FileSystemObjectStore.open(root, CLOCK)) {
      assertThatIllegalArgumentException().isThrownBy(() -> store.locate(address));
    }
  }

  @Test
  void discardedObjectCanBeRestoredUntilItIsErased() throws IOException {
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    try (var store = FileSystemObjectStore.open(root, CLOCK)) {
      store.put(seal(store, "abc"));
      store.discard(ABC, now);
      store.discard(ABC, now);
      assertThat(objects(store)).isEmpty();
      assertThat(root.resolve("trash/ba").resolve(ABC.substring(2))).hasContent("abc");

      store.restore(ABC);
      assertThat(store.locate(ABC)).hasContent("abc");
      assertThat(store.erase(ABC, now.plusSeconds(1))).isFalse();

      store.discard(ABC, now);
      assertThat(store.erase(ABC, now)).isFalse();
      assertThat(store.erase(ABC, now.plusSeconds(1))).isTrue();
      store.restore(ABC);
      assertThat(objects(store)).isEmpty();
    }
  }

  @Test
  void storeKeepsTheNameItWasGiven() {
    var name = new StoreName("7e0a", 12);
    try (var store = FileSystemObjectStore.open(root, CLOCK)) {
      assertThat(store.name()).isEqualTo(StoreName.unnamed());
      store.rename(name);
      store.rename(new StoreName("7e0a", 13));
    }
    try (var store = FileSystemObjectStore.open(root, CLOCK)) {
      assertThat(store.name()).isEqualTo(new StoreName("7e0a", 13));
      assertThat(StoreName.parse(store.name().toString())).isEqualTo(store.name());
    }
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

  private static SealedFile seal(ObjectStore store, String content) throws IOException {
    Staging staging = store.stage();
    Files.writeString(staging.path("f"), content);
    return staging.seal("f");
  }

  private static List<String> objects(ObjectStore store) {
    var objects = new ArrayList<String>();
    store.forEach(object -> objects.add(object.sha256()));
    return objects;
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
