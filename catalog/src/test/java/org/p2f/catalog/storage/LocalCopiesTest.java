package org.p2f.catalog.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.ChildProcess;
import org.p2f.catalog.test.WoundClock;

/** Copies of 100 bytes each where 250 may be. */
class LocalCopiesTest {
  private static final long BOUND = 250;
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String C = "c".repeat(64);

  private final WoundClock clock = new WoundClock();
  @TempDir Path directory;
  private LocalCopies copies;

  @BeforeEach
  void open() throws IOException {
    copies = LocalCopies.open(directory, BOUND, clock);
  }

  @AfterEach
  void close() {
    copies.close();
  }

  @Test
  void whatWasUsedLongestAgoGoesFirst() throws IOException {
    add(copies, A);
    add(copies, B);
    use(A);
    tick();
    add(copies, C);
    assertThat(copies.use(B)).isEmpty();
    assertThat(copies.use(A)).isPresent();
    assertThat(copies.use(C)).isPresent();
    assertThat(copies.bytes()).isEqualTo(200);
  }

  @Test
  void useIsRememberedOverARestart() throws IOException {
    add(copies, A);
    add(copies, B);
    use(A);
    tick();
    copies.close();
    open();
    assertThat(copies.bytes()).isEqualTo(200);
    add(copies, C);
    assertThat(copies.use(B)).isEmpty();
    assertThat(copies.use(A)).isPresent();
  }

  @Test
  void whatIsLocatedStaysForAWhile() throws IOException {
    add(copies, A);
    Path path = copies.use(A).orElseThrow();
    tick();
    add(copies, B);
    add(copies, C);
    assertThat(path).hasContent(content(A));
    assertThat(copies.use(B)).isEmpty(); // it was not in use

    clock.wind(LocalCopies.LINGER.plusSeconds(1));
    add(copies, B);
    assertThat(path).doesNotExist();
    assertThat(copies.use(A)).isEmpty();
  }

  @Test
  void whatWorkUsesStaysUntilItEndsThoughItTakesMoreThanTheBound() throws IOException {
    try (var _ = InUse.begin()) {
      for (String each : new String[] {A, B, C}) {
        add(copies, each);
        use(each);
      }
      clock.wind(Duration.ofDays(30));
      copies.makeRoom(0);
      for (String each : new String[] {A, B, C}) {
        assertThat(copies.use(each)).isPresent();
      }
      assertThat(copies.bytes()).isEqualTo(300);
    }
    clock.wind(LocalCopies.LINGER.plusSeconds(1));
    copies.makeRoom(0);
    assertThat(copies.bytes()).isEqualTo(200);
  }

  @Test
  void mappedCopyIsReadableAfterItWentAway() throws IOException {
    add(copies, A);
    try (var arena = Arena.ofConfined();
        var channel = FileChannel.open(copies.use(A).orElseThrow())) {
      MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 100, arena);
      copies.remove(A);
      assertThat(copies.use(A)).isEmpty();
      assertThat(mapped.get(ValueLayout.JAVA_BYTE, 99)).isEqualTo((byte) 'a');
    }
  }

  @Test
  void whatNobodyUsesForLongGoes() throws IOException {
    add(copies, A);
    clock.wind(LocalCopies.IDLE.plusSeconds(1));
    copies.makeRoom(0);
    assertThat(copies.use(A)).isEmpty();
    assertThat(copies.bytes()).isZero();
  }

  @Test
  void twoProcessesShareCopiesAndDoNotTakeThemFromEachOther() throws IOException {
    try (var other = LocalCopies.open(directory, BOUND, clock)) {
      add(copies, A);
      Path path = other.use(A).orElseThrow();
      tick();
      add(copies, B);
      add(copies, C);
      assertThat(copies.use(A)).isPresent(); // the other one uses it
      copies.remove(A);
      assertThat(path).hasContent(content(A));
    }
  }

  @Test
  void killedProcessLeavesNoPartOfAFileAndHoldsNothing() throws Exception {
    add(copies, A);
    try (ChildProcess child = ChildProcess.start(UsingProcess.class, directory.toString(), A)) {
      Path used = Path.of(child.hear());
      Path unfinished = Path.of(child.hear());
      LocalCopies.open(directory, BOUND, clock).close();
      assertThat(used).hasContent(content(A));
      assertThat(unfinished).exists();
      child.kill();
      LocalCopies.open(directory, BOUND, clock).close();
      assertThat(used).doesNotExist();
      assertThat(unfinished).doesNotExist();
    }
    tick();
    add(copies, B);
    add(copies, C);
    assertThat(copies.use(A)).isEmpty();
  }

  private void use(String sha256) throws IOException {
    Optional<Path> path = copies.use(sha256);
    assertThat(path.orElseThrow()).hasContent(content(sha256));
  }

  private void tick() {
    clock.wind(Duration.ofSeconds(5));
  }

  private void add(LocalCopies to, String sha256) throws IOException {
    Path file = to.newDirectory().resolve("f");
    Files.writeString(file, content(sha256));
    to.add(sha256, file);
    tick();
  }

  private static String content(String sha256) {
    return sha256.substring(0, 1).repeat(100);
  }

  /** Uses a copy, begins another one, and waits to be killed. */
  static final class UsingProcess {
    private UsingProcess() {}

    public static void main(String[] args) throws Exception {
      var copies = LocalCopies.open(Path.of(args[0]), BOUND, Clock.systemUTC());
      ChildProcess.say(copies.use(args[1]).orElseThrow());
      Path file = copies.newDirectory().resolve("f");
      Files.writeString(file, "unfinished");
      ChildProcess.say(file);
      ChildProcess.waitToBeKilled();
    }
  }
}
