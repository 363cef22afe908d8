package org.p2f.catalog.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.storage.StoreName;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestService;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/** Databases and object stores that do not belong together. */
class StoreIdentityTest {
  @TempDir Path directory;

  @Test
  void databaseGoesOnWithItsOwnStore() {
    var database = PostgresFixture.newDatabase();
    Artifact kept = fill(database);
    try (TestService next = TestService.on(database, directory).start()) {
      assertThat(next.artifacts().open(kept, "data.bin")).hasContent("worth keeping");
    }
  }

  @Test
  void freshDatabaseBesideAnOldStoreIsRefusedAndNothingGoes() throws IOException {
    fill(PostgresFixture.newDatabase());
    List<Path> before = files();

    FailureAnalysis refusal = refusal(PostgresFixture.newDatabase());

    assertThat(refusal.getDescription())
        .contains("belongs to no object store yet", directory.toString(), id())
        .endsWith("Nothing was changed.");
    assertThat(refusal.getAction()).contains("p2f.store.adopt=" + name());
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void storeThatLostItsNameIsNotTakenForANewOne() throws IOException {
    fill(PostgresFixture.newDatabase());
    Files.delete(directory.resolve("store/name"));
    assertThat(refusal(PostgresFixture.newDatabase()).getDescription()).contains("unnamed");
  }

  @Test
  void startThatDiedBeforeItNamedItsNewStoreHindersNoOther() throws IOException {
    var database = PostgresFixture.newDatabase();
    TestService.on(database, directory).start().close();
    String first = id();
    Files.delete(directory.resolve("store/name"));
    TestService.on(database, directory).start().close();
    assertThat(id()).isEqualTo(first);
  }

  @Test
  void secondDatabaseOnAStoreInUseIsRefused() throws IOException {
    var first = PostgresFixture.newDatabase();
    fill(first);
    try (TestService service = TestService.on(first, directory).start()) {
      assertThat(refusal(PostgresFixture.newDatabase()).getDescription()).contains(id());
      assertThat(service.artifacts().list(null, null, 10).items()).hasSize(1);
    }
  }

  @Test
  void databaseIsNotGivenAnEmptyStoreInPlaceOfItsOwn(@TempDir Path other) throws IOException {
    var database = PostgresFixture.newDatabase();
    fill(database);
    Throwable thrown = catchThrowable(() -> TestService.on(database, other).start());
    assertThat(NestedExceptionUtils.getMostSpecificCause(thrown))
        .isInstanceOf(StoreMismatch.class)
        .hasMessageContaining("belongs to the object store " + id())
        .hasMessageContaining("unnamed");
  }

  @Test
  void olderDumpOnTodaysStoreIsToldAndAdoptedOnceWhenTheOperatorSaysSo() throws Exception {
    var database = PostgresFixture.newDatabase();
    fill(database);
    Path dump = Files.copy(directory.resolve("store/name"), directory.resolve("yesterday"));
    fill(database); // today
    List<Path> before = files();
    // What the dump of yesterday says of starts; the artifacts of today are not in it.
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      long starts = StoreName.parse(Files.readString(dump).strip()).starts();
      statement.execute("update store_identity set starts = " + starts);
      statement.execute("delete from artifact");
    }

    FailureAnalysis refusal = refusal(database);
    assertThat(refusal.getDescription()).contains("older state (start 1", "(start 2)");
    assertThat(files()).isEqualTo(before);

    String adopt = name();
    try (TestService adopted =
        TestService.on(database, directory).property("p2f.store.adopt", adopt).start()) {
      assertThat(adopted.bean(GarbageCollector.class).collect())
          .as("what the dump does not list is marked, and stays for days")
          .isEqualTo(GarbageCollector.Outcome.DONE);
    }
    assertThat(files()).isEqualTo(before);
    assertThat(name()).endsWith("@3");
    // The word holds for that one state: left in the settings, it adopts nothing else.
    Files.writeString(directory.resolve("store/name"), id() + "@9");
    assertThat(
            catchThrowable(
                () ->
                    TestService.on(database, directory).property("p2f.store.adopt", adopt).start()))
        .hasRootCauseInstanceOf(StoreMismatch.class);
  }

  private Artifact fill(PostgresFixture.Database database) {
    try (TestService service = TestService.on(database, directory).start()) {
      ArtifactDraft draft = service.artifacts().draft(ArtifactKind.UPLOAD);
      TestService.write(draft.file("data.bin", "text/plain"), "worth keeping");
      return service.artifacts().record(draft);
    }
  }

  private FailureAnalysis refusal(PostgresFixture.Database database) {
    Throwable thrown = catchThrowable(() -> TestService.on(database, directory).start().close());
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(thrown);
    assertThat(cause).isInstanceOf(StoreMismatch.class);
    return new StoreMismatchAnalyzer().analyze(thrown, (StoreMismatch) cause);
  }

  private String name() throws IOException {
    return Files.readString(directory.resolve("store/name")).strip();
  }

  private String id() throws IOException {
    return StoreName.parse(name()).id();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("store/objects"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
