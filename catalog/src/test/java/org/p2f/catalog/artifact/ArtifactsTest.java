package org.p2f.catalog.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.catalog.InvalidCursor;
import org.p2f.catalog.Page;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestService;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

class ArtifactsTest {
  private static final PostgresFixture.Database DATABASE = PostgresFixture.newDatabase();
  @TempDir static Path directory;
  private static TestService service;
  private static Artifacts artifacts;

  @BeforeAll
  static void start() {
    service = TestService.on(DATABASE, directory).start();
    artifacts = service.artifacts();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void recordedDraftReadsBack() {
    ArtifactDraft draft = draft(ArtifactKind.DATASET, "shapes", "abc");
    TestService.write(draft.file("more.json", "application/json"), "{}");
    draft
        .attributes(JsonMapper.shared().readTree("{\"images\":3,\"mean\":[0.25,1e-9]}"))
        .provenance(JsonMapper.shared().readTree("{\"seed\":7}"));

    Artifact recorded = artifacts.record(draft);

    assertThat(artifacts.find(recorded.id())).contains(recorded);
    assertThat(artifacts.find(recorded.id(), ArtifactKind.MODEL)).isEmpty();
    assertThat(recorded.id()).startsWith("ds-");
    assertThat(recorded.name()).isEqualTo("shapes");
    assertThat(recorded.files())
        .extracting(ArtifactFile::name)
        .containsExactly("data.bin", "more.json");
    assertThat(recorded.bytes()).isEqualTo(5);
    assertThat(recorded.attributes().toString()).isEqualTo("{\"images\":3,\"mean\":[0.25,1.0E-9]}");
    assertThat(recorded.provenance().propertyNames()).contains("seed", "codeVersion", "jdk");
    assertThat(recorded.jobId()).isNull();
    assertThat(artifacts.open(recorded, "data.bin")).hasContent("abc");
  }

  @Test
  void digestFollowsFromKindAttributesAndContent() {
    String digest = artifacts.record(draft(ArtifactKind.UPLOAD, "a", "abc")).digest();
    assertThat(artifacts.record(draft(ArtifactKind.UPLOAD, "b", "abc")).digest()).isEqualTo(digest);
    assertThat(artifacts.record(draft(ArtifactKind.UPLOAD, "a", "abd")).digest())
        .isNotEqualTo(digest);
    assertThat(artifacts.record(draft(ArtifactKind.REPORT, "a", "abc")).digest())
        .isNotEqualTo(digest);
    assertThat(
            artifacts
                .record(
                    draft(ArtifactKind.UPLOAD, "a", "abc")
                        .attributes(JsonMapper.shared().readTree("{\"x\":1}")))
                .digest())
        .isNotEqualTo(digest);
  }

  @Test
  void sameContentTwiceIsStoredOnce() {
    Artifact first = artifacts.record(draft(ArtifactKind.UPLOAD, "a", "twice"));
    Artifact second = artifacts.record(draft(ArtifactKind.UPLOAD, "a", "twice"));
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(artifacts.open(second, "data.bin")).isEqualTo(artifacts.open(first, "data.bin"));
  }

  @Test
  void lineageIsReadInBothDirections() {
    Artifact upload = artifacts.record(draft(ArtifactKind.UPLOAD, "u", "pixels"));
    Artifact first = artifacts.record(draft(ArtifactKind.DATASET, "d1", "1").parent(upload.id()));
    Artifact second =
        artifacts.record(
            draft(ArtifactKind.DATASET, "d2", "2").parent(first.id()).parent(upload.id()));

    assertThat(second.parents()).containsExactly(first.id(), upload.id());
    assertThat(artifacts.children(upload.id())).containsExactly(first, second);
    assertThat(artifacts.children(first.id())).containsExactly(second);
    assertThat(artifacts.children(second.id())).isEmpty();
  }

  @Test
  void unknownParentIsRefusedAndNothingIsRecorded() throws IOException {
    ArtifactDraft draft = draft(ArtifactKind.MODEL, "m", "orphan").parent("ds-none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> artifacts.record(draft))
        .withMessageContaining("ds-none");
    assertThat(artifacts.list(ArtifactKind.MODEL, null, 10).items()).isEmpty();
    assertNoDrafts();
  }

  @Test
  void closedDraftLeavesNothing() throws IOException {
    draft(ArtifactKind.TRAJECTORIES, "t", "never").close();
    assertThat(artifacts.list(ArtifactKind.TRAJECTORIES, null, 10).items()).isEmpty();
    assertNoDrafts();
  }

  @Test
  void crashBetweenRenameAndCommitLeavesAFileButNoRow() {
    Artifact kept = artifacts.record(draft(ArtifactKind.EVALUATION, "kept", "kept content"));
    var transaction = new TransactionTemplate(service.bean(PlatformTransactionManager.class));
    List<Path> moved = new ArrayList<>();
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      SealedDraft sealed =
                          SealedDraft.of(draft(ArtifactKind.EVALUATION, "lost", "lost content"));
                      Artifact lost = service.bean(ArtifactRecords.class).record(sealed, null);
                      moved.add(artifacts.open(lost, "data.bin"));
                      assertThat(moved.getFirst()).hasContent("lost content");
                      throw new IllegalStateException("crash");
                    }))
        .hasMessage("crash");
    assertThat(artifacts.list(ArtifactKind.EVALUATION, null, 10).items()).containsExactly(kept);
    assertThat(moved.getFirst()).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", ".hidden", "a/b", "a b", "../../x", "ä"})
  void fileNameThatCouldLeaveTheDraftIsRefused(String name) {
    try (ArtifactDraft draft = artifacts.draft(ArtifactKind.UPLOAD)) {
      assertThatIllegalArgumentException().isThrownBy(() -> draft.file(name, "text/plain"));
    }
  }

  @Test
  void draftRefusesTheSameFileTwiceAndNoFilesAtAll() {
    try (ArtifactDraft draft = artifacts.draft(ArtifactKind.UPLOAD)) {
      assertThatIllegalStateException().isThrownBy(() -> artifacts.record(draft));
    }
    try (ArtifactDraft draft = draft(ArtifactKind.UPLOAD, "a", "b")) {
      assertThatIllegalArgumentException().isThrownBy(() -> draft.file("data.bin", "text/plain"));
    }
  }

  @Test
  void pagesGoFromNewestToOldestWithoutGapsOrRepeats() {
    List<String> recorded = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      recorded.addFirst(artifacts.record(draft(ArtifactKind.CHECKPOINT, "c" + i, "c" + i)).id());
    }
    List<String> read = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<Artifact> page = artifacts.list(ArtifactKind.CHECKPOINT, cursor, 3);
      page.items().forEach(artifact -> read.add(artifact.id()));
      cursor = page.nextCursor();
    } while (cursor != null);
    assertThat(read).isEqualTo(recorded);
  }

  @Test
  void ofTwoThatWantToBeAloneOneSeesWhatTheOtherDid() throws Exception {
    ArtifactAliases aliases = service.bean(ArtifactAliases.class);
    Runnable nameOnce =
        () -> {
          if (aliases.resolve(ArtifactKind.SAMPLES, "only").isEmpty()) {
            sleep(); // the other has had the time to look, too
            aliases.set(artifacts.record(draft(ArtifactKind.SAMPLES, "s", "s")), "only");
          }
        };
    try (var threads = Executors.newFixedThreadPool(2)) {
      var first = threads.submit(() -> aliases.alone(nameOnce));
      var second = threads.submit(() -> aliases.alone(nameOnce));
      first.get();
      second.get();
    }
    assertThat(artifacts.list(ArtifactKind.SAMPLES, null, 10).items()).hasSize(1);
  }

  @Test
  void whatFailsAloneLeavesNothing() throws IOException {
    ArtifactAliases aliases = service.bean(ArtifactAliases.class);
    assertThatThrownBy(
            () ->
                aliases.alone(
                    () -> {
                      Artifact artifact = artifacts.record(draft(ArtifactKind.QUALITY, "q", "q"));
                      aliases.set(artifact, "lost");
                      throw new IllegalStateException("failed");
                    }))
        .hasMessage("failed");
    assertThat(aliases.resolve(ArtifactKind.QUALITY, "lost")).isEmpty();
    assertThat(artifacts.list(ArtifactKind.QUALITY, null, 10).items()).isEmpty();
    assertNoDrafts();
  }

  private static void sleep() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void rubbishIsNoCursor() {
    assertThatExceptionOfType(InvalidCursor.class)
        .isThrownBy(() -> artifacts.list(null, "rubbish", 10));
  }

  private static ArtifactDraft draft(ArtifactKind kind, String name, String content) {
    ArtifactDraft draft = artifacts.draft(kind).name(name);
    TestService.write(draft.file("data.bin", "application/octet-stream"), content);
    return draft;
  }

  private static void assertNoDrafts() throws IOException {
    try (var files = Files.walk(directory.resolve("store/tmp"))) {
      assertThat(files.filter(Files::isRegularFile)).allMatch(f -> f.toString().endsWith(".lock"));
    }
  }
}
