package org.p2f.catalog.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.deletion.Deletable;
import org.p2f.catalog.deletion.Deletions;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestService;
import org.p2f.catalog.test.WoundClock;

/** What of the disk is free again once something is deleted, erased and collected. */
class ErasedFilesTest {
  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  private final WoundClock clock = new WoundClock();
  @TempDir Path directory;
  private TestService service;

  @BeforeEach
  void start() {
    service = TestService.on(database, directory).clock(clock).start();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void filesLeaveTheDiskByWayOfTheTrashAndSharedOnesStay() {
    Artifact model = record("model", "weights", "shared");
    Artifact other = record("other", "shared");
    long before = stored();
    delete(model);
    collect();
    assertThat(service.artifacts().open(model, "weights")).exists();

    service.bean(Deletions.class).erase(model.id());
    collect(); // nobody gave these up by mistake: they need not wait
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> service.artifacts().open(model, "weights"));
    assertThat(stored()).isEqualTo(before);

    clock.wind(Duration.ofDays(15));
    collect();
    assertThat(stored()).isEqualTo(before - "weights".length());
    assertThat(service.artifacts().open(other, "shared")).hasContent("shared");
  }

  @Test
  void largePartOfTheStoreGoesWhereItWasGivenUpOnPurpose() {
    Artifact kept = record("kept", "kept");
    for (int i = 0; i < 20; i++) {
      Artifact large = record("large", "large " + i);
      delete(large);
      service.bean(Deletions.class).erase(large.id());
    }
    collect();
    clock.wind(Duration.ofDays(15));
    collect();
    assertThat(stored()).isEqualTo("kept".length());
    assertThat(service.artifacts().open(kept, "kept")).exists();
  }

  @Test
  void objectThatIsRecordedAgainIsReleasedNoLonger() {
    Artifact first = record("first", "content");
    delete(first);
    service.bean(Deletions.class).erase(first.id());
    Artifact again = record("again", "content");
    collect();
    clock.wind(Duration.ofDays(15));
    collect();
    assertThat(service.artifacts().open(again, "content")).hasContent("content");
  }

  private void delete(Artifact artifact) {
    assertThat(service.bean(Deletions.class).delete(Deletable.ARTIFACT, artifact.id(), false, null))
        .isPresent();
  }

  private void collect() {
    assertThat(service.bean(GarbageCollector.class).collect())
        .isEqualTo(GarbageCollector.Outcome.DONE);
  }

  /** An artifact with a file for each content, which is its name too. */
  private Artifact record(String name, String... contents) {
    ArtifactDraft draft = service.artifacts().draft(ArtifactKind.UPLOAD).name(name);
    for (String content : contents) {
      TestService.write(draft.file(content.replace(' ', '-'), "text/plain"), content);
    }
    return service.artifacts().record(draft);
  }

  /** Bytes of all objects, those in the trash included. */
  private long stored() {
    return Stream.of("objects", "trash")
        .mapToLong(tree -> bytes(directory.resolve("store", tree)))
        .sum();
  }

  private static long bytes(Path tree) {
    try (Stream<Path> files = Files.walk(tree)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
