package org.p2f.catalog.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.deletion.Deletable;
import org.p2f.catalog.deletion.Deletions;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.SmallDisk;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import org.p2f.catalog.test.Waiting;
import org.springframework.util.unit.DataSize;

@Timeout(120)
class StorageTest {
  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  @TempDir Path directory;

  @Test
  void quotaIsOfAllFilesOnceAndIsFreeAgainWhatIsErased() {
    try (var service =
        TestService.on(database, directory).property("p2f.storage.quota", "100B").start()) {
      Storage storage = service.bean(Storage.class);
      storage.requireRoom(100);
      assertThatExceptionOfType(QuotaExceeded.class).isThrownBy(() -> storage.requireRoom(101));
      String first = record(service, "a".repeat(60));
      record(service, "a".repeat(60));
      assertThat(storage.used()).isEqualTo(60);
      storage.requireRoom(40);
      assertThatExceptionOfType(QuotaExceeded.class)
          .isThrownBy(() -> storage.requireRoom(41))
          .withMessageContaining("60 of the 100 bytes");
      String second = record(service, "b".repeat(40));
      assertThatExceptionOfType(QuotaExceeded.class).isThrownBy(() -> storage.requireRoom(0));

      var deletions = service.bean(Deletions.class);
      deletions.delete(Deletable.ARTIFACT, second, false, null);
      assertThat(storage.room()).isZero(); // it can be restored
      deletions.erase(second);
      assertThat(storage.room()).isEqualTo(40);
      deletions.delete(Deletable.ARTIFACT, first, false, null);
      deletions.erase(first);
      assertThat(storage.room()).isEqualTo(40); // the other has that file too
    }
  }

  @Test
  void aProjectHasAQuotaOfItsOwn() throws Exception {
    try (var service =
        TestService.on(database, directory).property("p2f.storage.project-quota", "100B").start()) {
      var storage = service.bean(Storage.class);
      var birds = new Caller("ada", "birds", Set.of("birds"), false);
      var cars = new Caller("ben", "cars", Set.of("cars"), false);
      ArtifactDraft draft = service.artifacts().draft(ArtifactKind.UPLOAD).name("a");
      TestService.write(draft.file("a.txt", "text/plain"), "x".repeat(70));
      Callers.as(birds, () -> service.artifacts().record(draft));
      assertThat(storage.used("birds")).isEqualTo(70);
      assertThat(room(storage, birds, 30)).isTrue();
      assertThat(room(storage, birds, 31)).isFalse();
      assertThat(room(storage, cars, 100)).isTrue();
      assertThat(room(storage, cars, 101)).isFalse();
    }
  }

  private static boolean room(Storage storage, Caller caller, long bytes) {
    return Callers.as(
        caller,
        () -> {
          try {
            storage.requireRoom(bytes);
            return true;
          } catch (QuotaExceeded e) {
            assertThat(e).hasMessageStartingWith("The project " + caller.project());
            return false;
          }
        });
  }

  @Test
  void jobsWaitWhileTheDiskIsNearlyFullAndSayWhy() throws Exception {
    try (var disk = SmallDisk.mount(16);
        var service =
            TestService.on(database, disk.root())
                .property("p2f.storage.min-free", "4MB")
                .handler(new TestHandler("work", job -> job.phase("working")))
                .start()) {
      var meters = new SimpleMeterRegistry();
      service.beans(MeterBinder.class).forEach(binder -> binder.bindTo(meters));
      assertThat(meters.get("p2f.storage.low").gauge().value()).isZero();
      assertThat(service.await(service.submit("work", "{}").id()).state())
          .isEqualTo(JobState.SUCCEEDED);

      Path filling = disk.fillBut(2);
      assertThat(meters.get("p2f.storage.low").gauge().value()).isEqualTo(1);
      assertThat(meters.get("p2f.storage.free.bytes").gauge().value()).isLessThan(4 << 20);
      Job waiting = service.submit("work", "{}");
      Job seen =
          Waiting.until(
              "it says why it waits",
              () -> service.job(waiting.id()),
              job -> "waiting for disk space".equals(job.phase()));
      assertThat(seen.state()).isEqualTo(JobState.QUEUED);
      assertThat(seen.attempt()).isZero();
      assertThat(service.jobs().cancel(service.submit("work", "{}").id()).orElseThrow().state())
          .isEqualTo(JobState.CANCELLED);

      Files.delete(filling);
      Job done = service.await(waiting.id());
      assertThat(done.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(done.phases())
          .extracting(Job.PhaseStart::name)
          .containsExactly("waiting for disk space", "working");
    }
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StorageProperties(DataSize.ofBytes(-1), null, DataSize.ofBytes(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StorageProperties(null, null, DataSize.ofBytes(-1)));
  }

  private static String record(TestService service, String content) {
    ArtifactDraft draft = service.artifacts().draft(ArtifactKind.UPLOAD);
    TestService.write(draft.file("content", "text/plain"), content);
    return service.artifacts().record(draft).id();
  }
}
