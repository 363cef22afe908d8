package org.p2f.catalog.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A store of 99 objects that artifacts have and one that lost its artifact. */
class GarbageCollectorTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  private final WoundClock clock = new WoundClock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  @TempDir Path directory;
  private TestService service;
  private List<Artifact> artifacts;
  private Artifact lost;

  @BeforeEach
  void start() {
    service = TestService.on(database, directory).start();
    artifacts = IntStream.range(0, 99).mapToObj(i -> record("kept " + i)).toList();
    lost = record("lost content");
    forget(lost);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void objectWithoutAnArtifactGoesByWayOfMarkAndTrash() {
    GarbageCollector collector = collector(0.05, false);

    assertThat(collector.collect()).isEqualTo(Outcome.DONE);
    assertThat(object(lost)).exists();
    assertThat(meters.get("p2f.store.garbage.objects").gauge().value()).isEqualTo(1);

    clock.wind(DAY.multipliedBy(6));
    collector.collect();
    assertThat(object(lost)).exists();

    clock.wind(DAY.plusMinutes(1));
    collector.collect();
    assertThat(object(lost)).doesNotExist();
    assertThat(trashed(lost)).hasContent("lost content");
    assertThat(meters.get("p2f.store.discarded.objects").counter().count()).isEqualTo(1);

    clock.wind(DAY.multipliedBy(14).plusMinutes(1));
    collector.collect();
    assertThat(trashed(lost)).doesNotExist();
    assertThat(meters.get("p2f.store.erased.bytes").counter().count()).isEqualTo(12);
    assertThat(artifacts).allSatisfy(kept -> assertThat(object(kept)).exists());
  }

  @Test
  void tooLargeAShareIsRefusedUntilTheOperatorAllowsIt() {
    artifacts.stream().limit(5).forEach(this::forget);
    collector(0.05, false).collect();
    clock.wind(DAY.multipliedBy(8));

    assertThat(collector(0.05, false).collect()).isEqualTo(Outcome.REFUSED);
    assertThat(object(lost)).exists();
    assertThat(meters.get("p2f.store.garbage.refusals").counter().count()).isEqualTo(2);

    // 6 of 100 objects, which hold 42 of 695 bytes.
    assertThat(collector(0.07, false).collect()).isEqualTo(Outcome.DONE);
    assertThat(object(lost)).doesNotExist();
  }

  @Test
  void fewObjectsGoWhateverTheirShare() {
    artifacts.stream().limit(4).forEach(this::forget);
    GarbageCollector collector = collector(0, false);
    collector.collect();
    clock.wind(DAY.multipliedBy(8));
    assertThat(collector.collect()).isEqualTo(Outcome.DONE);
    assertThat(object(lost)).doesNotExist();
  }

  @Test
  void rehearsalMovesNothing() {
    GarbageCollector collector = collector(0.05, true);
    collector.collect();
    clock.wind(DAY.multipliedBy(8));
    assertThat(collector.collect()).isEqualTo(Outcome.REHEARSED);
    assertThat(object(lost)).exists();
  }

  @Test
  void objectThatAnArtifactHasAgainComesBackFromTheTrash() {
    GarbageCollector collector = collector(0.05, false);
    collector.collect();
    clock.wind(DAY.multipliedBy(8));
    collector.collect();
    assertThat(object(lost)).doesNotExist();

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
    assertThat(object(lost)).exists();
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

  private Path trashed(Artifact artifact) {
    String sha256 = artifact.files().getFirst().sha256();
    return directory.resolve("store/trash", sha256.substring(0, 2), sha256.substring(2));
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
