package org.p2f.catalog.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.artifact.GarbageCollector.Outcome;
import org.p2f.catalog.storage.ObjectStore;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestService;
import org.p2f.catalog.test.Waiting;
import org.p2f.catalog.test.WoundClock;
import org.p2f.catalog.upload.Part;
import org.p2f.catalog.upload.ResumableUpload;
import org.p2f.catalog.upload.ResumableUploads;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A store of 99 objects that artifacts have and one that lost its artifact. */
class GarbageCollectorTest {
  private static final Duration DAY = Duration.ofDays(1);

  final PostgresFixture.Database database = PostgresFixture.newDatabase();
  private final WoundClock clock = new WoundClock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  @TempDir Path directory;
  private TestService service;
  private List<Artifact> artifacts;
  private Artifact lost;

  @BeforeEach
  void start() {
    service = TestService.on(database, directory).properties(storeProperties()).start();
    artifacts = IntStream.range(0, 99).mapToObj(i -> record("kept " + i)).toList();
    lost = record("lost content");
    forget(lost);
  }

  /** What makes the service use its store. */
  Map<String, String> storeProperties() {
    return Map.of();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void objectWithoutAnArtifactGoesByWayOfMarkAndTrash() {
    GarbageCollector collector = collector(0.05, false);

    assertThat(collector.collect()).isEqualTo(Outcome.DONE);
    assertThat(isThere(lost)).isTrue();
    assertThat(meters.get("p2f.store.garbage.objects").gauge().value()).isEqualTo(1);

    clock.wind(DAY.multipliedBy(6));
    collector.collect();
    assertThat(isThere(lost)).isTrue();

    clock.wind(DAY.plusMinutes(1));
    collector.collect();
    assertThat(isThere(lost)).isFalse();
    assertThat(discarded()).containsExactly(address(lost));
    assertThat(meters.get("p2f.store.discarded.objects").counter().count()).isEqualTo(1);

    clock.wind(DAY.multipliedBy(14).plusMinutes(1));
    collector.collect();
    assertThat(discarded()).isEmpty();
    assertThat(meters.get("p2f.store.erased.bytes").counter().count()).isEqualTo(12);
    assertThat(artifacts).allSatisfy(kept -> assertThat(isThere(kept)).isTrue());
  }

  @Test
  void tooLargeAShareIsRefusedUntilTheOperatorAllowsIt() {
    artifacts.stream().limit(5).forEach(this::forget);
    collector(0.05, false).collect();
    clock.wind(DAY.multipliedBy(8));

    assertThat(collector(0.05, false).collect()).isEqualTo(Outcome.REFUSED);
    assertThat(isThere(lost)).isTrue();
    assertThat(meters.get("p2f.store.garbage.refusals").counter().count()).isEqualTo(2);

    // 6 of 100 objects, which hold 42 of 695 bytes.
    assertThat(collector(0.07, false).collect()).isEqualTo(Outcome.DONE);
    assertThat(isThere(lost)).isFalse();
  }

  @Test
  void fewObjectsGoWhateverTheirShare() {
    artifacts.stream().limit(4).forEach(this::forget);
    GarbageCollector collector = collector(0, false);
    collector.collect();
    clock.wind(DAY.multipliedBy(8));
    assertThat(collector.collect()).isEqualTo(Outcome.DONE);
    assertThat(isThere(lost)).isFalse();
  }

  @Test
  void rehearsalMovesNothing() {
    GarbageCollector collector = collector(0.05, true);
    collector.collect();
    clock.wind(DAY.multipliedBy(8));
    assertThat(collector.collect()).isEqualTo(Outcome.REHEARSED);
    assertThat(isThere(lost)).isTrue();
  }

  @Test
  void objectThatAnArtifactHasAgainComesBackFromTheTrash() {
    GarbageCollector collector = collector(0.05, false);
    collector.collect();
    clock.wind(DAY.multipliedBy(8));
    collector.collect();
    assertThat(isThere(lost)).isFalse();

    service
        .bean(JdbcClient.class)
        .sql("update artifact_file set sha256 = :sha256 where artifact_id = :id")
        .param("sha256", lost.files().getFirst().sha256())
        .param("id", artifacts.getFirst().id())
        .update();
    collector.collect();

    assertThat(object(lost)).hasContent("lost content");
  }

  @Test
  void markIsForgottenWhileAnArtifactHasTheObject() {
    GarbageCollector collector = collector(0.05, false);
    collector.collect();
    clock.wind(DAY.multipliedBy(6));
    Artifact again = record("lost content");
    collector.collect();
    forget(again);
    clock.wind(DAY.multipliedBy(2));
    collector.collect();
    assertThat(isThere(lost)).isTrue();
  }

  @Test
  void partsOfAnUnfinishedUploadStayUntilItIsGivenUp() throws IOException {
    var uploads = service.bean(ResumableUploads.class);
    ResumableUpload upload = uploads.begin("large", 10, "", null);
    uploads.append(upload, new Part(0, new ByteArrayInputStream(new byte[7]), null));
    GarbageCollector collector = collector(0.05, false);
    collector.collect();
    clock.wind(DAY.multipliedBy(30));
    collector.collect();
    assertThat(discarded()).containsExactly(address(lost));

    uploads.remove(upload.id());
    collector.collect();
    assertThat(discarded()).hasSize(2);
  }

  @Test
  void looksOfAllServicesAndStartsAreOneInterval() {
    assertThat(collector(0.05, false).collectIfDue()).isEqualTo(Outcome.NOT_DUE);
    clock.wind(DAY.plusMinutes(1));
    assertThat(collector(0.05, false).collectIfDue()).isEqualTo(Outcome.DONE);
    assertThat(collector(0.05, false).collectIfDue()).isEqualTo(Outcome.NOT_DUE);
  }

  @Test
  void collectorWaitsForATransactionThatIsAboutToRecord() {
    GarbageCollector collector = collector(0.05, false);
    collector.collect();
    clock.wind(DAY.multipliedBy(8));
    Artifact recorded =
        transaction()
            .execute(
                status -> {
                  Artifact again = recordHere("lost content");
                  var _ = Thread.ofVirtual().start(collector::collect);
                  Waiting.until(
                      "the collector waits for the lock", this::waiters, waiting -> waiting > 0);
                  return again;
                });
    Waiting.until("it is through", this::waiters, waiting -> waiting == 0);
    assertThat(service.artifacts().open(recorded, "data.bin")).hasContent("lost content");
  }

  private GarbageCollector collector(double shareLimit, boolean dryRun) {
    return new GarbageCollector(
        new GarbageMarks(service.bean(JdbcClient.class), service.bean(ArtifactRows.class)),
        service.bean(ObjectStore.class),
        transaction(),
        new GarbageProperties(DAY, DAY.multipliedBy(7), DAY.multipliedBy(14), shareLimit, dryRun),
        clock,
        meters);
  }

  private TransactionTemplate transaction() {
    return new TransactionTemplate(service.bean(PlatformTransactionManager.class));
  }

  private Artifact record(String content) {
    return service.artifacts().record(draft(content));
  }

  private Artifact recordHere(String content) {
    return service.bean(ArtifactRecords.class).record(SealedDraft.of(draft(content)), null);
  }

  private ArtifactDraft draft(String content) {
    ArtifactDraft draft = service.artifacts().draft(ArtifactKind.UPLOAD);
    TestService.write(draft.file("data.bin", "text/plain"), content);
    return draft;
  }

  private void forget(Artifact artifact) {
    service
        .bean(JdbcClient.class)
        .sql("delete from artifact where id = :id")
        .param("id", artifact.id())
        .update();
  }

  private Path object(Artifact artifact) {
    return service.artifacts().open(artifact, "data.bin");
  }

  private boolean isThere(Artifact artifact) {
    try {
      return Files.exists(object(artifact));
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static String address(Artifact artifact) {
    return artifact.files().getFirst().sha256();
  }

  private List<String> discarded() {
    List<String> all = new ArrayList<>();
    service.bean(ObjectStore.class).forEachDiscarded(object -> all.add(object.sha256()));
    return all;
  }

  private long waiters() {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from pg_locks where locktype = 'advisory' and not granted")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
