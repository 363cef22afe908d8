package org.p2f.catalog.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.JobSubmission;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import org.p2f.catalog.test.WoundClock;
import tools.jackson.databind.node.JsonNodeFactory;

/** Two models, trajectories of the older one, and uploads, a day between any two. */
class RetentionTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  private final WoundClock clock = new WoundClock();
  @TempDir Path directory;

  private TestService.Builder builder() {
    return TestService.on(database, directory)
        .clock(clock)
        .handler(new TestHandler("work", job -> {}));
  }

  @Test
  void nothingGoesUnlessAskedFor() {
    try (TestService service = builder().start()) {
      Artifact old = record(service, ArtifactKind.UPLOAD);
      clock.wind(DAY.multipliedBy(10_000));
      service.bean(Retention.class).apply();
      assertThat(service.artifacts().find(old.id())).isPresent();
    }
  }

  @Test
  void whatIsTooOldOrTooManyGoesUnlessItIsNeeded() {
    try (TestService service =
        builder()
            .property("p2f.retention.artifacts.upload.number", 2)
            .property("p2f.retention.artifacts.model.age", "36h")
            .property("p2f.retention.jobs.age", "36h")
            .start()) {
      Artifact needed = record(service, ArtifactKind.MODEL);
      record(service, ArtifactKind.TRAJECTORIES, needed);
      Artifact old = record(service, ArtifactKind.MODEL);
      String job = service.submit("work", "{}").id();
      service.await(job);
      Artifact young = record(service, ArtifactKind.MODEL);
      List<Artifact> uploads =
          List.of(
              record(service, ArtifactKind.UPLOAD),
              record(service, ArtifactKind.UPLOAD),
              record(service, ArtifactKind.UPLOAD));
      assertThat(service.jobs().find(job)).isPresent();
      clock.wind(DAY.multipliedBy(-2));
      service.bean(Retention.class).apply();

      assertThat(service.artifacts().list(ArtifactKind.MODEL, null, 10).items())
          .containsExactly(young, needed);
      assertThat(service.artifacts().list(ArtifactKind.UPLOAD, null, 10).items())
          .containsExactly(uploads.get(2), uploads.get(1));
      assertThat(service.jobs().find(job)).isEmpty();
      Deletion deletion = service.bean(Deletions.class).of(old.id()).orElseThrow();
      assertThat(deletion.deletedBy()).isEqualTo(Retention.RETENTION);
      assertThat(service.bean(Deletions.class).restore(old.id())).isPresent();
    }
  }

  @Test
  void keysExpire() {
    try (TestService service = builder().property("p2f.retention.idempotency-keys", "2d").start()) {
      String first = submitWithKey(service);
      service.await(first);
      clock.wind(DAY);
      service.bean(Retention.class).apply();
      assertThat(submitWithKey(service)).isEqualTo(first);
      clock.wind(DAY.plusMinutes(1));
      service.bean(Retention.class).apply();
      String second = submitWithKey(service);
      assertThat(second).isNotEqualTo(first);
      service.await(second);
    }
  }

  @Test
  void usageIsByKindAndTellsWhatNothingNeeds() {
    try (TestService service = builder().start()) {
      Artifact model = record(service, ArtifactKind.MODEL);
      Artifact trajectories = record(service, ArtifactKind.TRAJECTORIES, model);
      Artifact upload = record(service, ArtifactKind.UPLOAD);
      service.bean(Deletions.class).delete(Deletable.UPLOAD, upload.id(), false, null);
      Usage usage = service.bean(UsageQuery.class).read();
      assertThat(usage.kinds())
          .containsExactlyInAnyOrder(
              new Usage.OfKind("model", 1, model.bytes(), 0),
              new Usage.OfKind("trajectories", 1, trajectories.bytes(), trajectories.bytes()));
      assertThat(usage.largest())
          .extracting(Usage.OfArtifact::id)
          .containsExactlyInAnyOrder(model.id(), trajectories.id());
      assertThat(usage.free()).extracting(Usage.OfArtifact::id).containsExactly(trajectories.id());
      assertThat(usage.restorableBytes()).isEqualTo(upload.bytes());
    }
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionProperties.Rule(Duration.ZERO, null));
    assertThatIllegalArgumentException().isThrownBy(() -> new RetentionProperties.Rule(null, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionProperties(DAY.negated(), DAY, DAY, Map.of(), null))
        .withMessageContaining("p2f.retention.restorable");
  }

  private static String submitWithKey(TestService service) {
    return service
        .jobs()
        .submit(
            new JobSubmission(
                "work", JsonNodeFactory.instance.objectNode(), List.of(), "key", "me"))
        .id();
  }

  private Artifact record(TestService service, ArtifactKind kind, Artifact... parents) {
    clock.wind(DAY);
    ArtifactDraft draft = service.artifacts().draft(kind);
    for (Artifact parent : parents) {
      draft.parent(parent.id());
    }
    TestService.write(draft.file("content", "text/plain"), kind + " " + clock.instant());
    return service.artifacts().record(draft);
  }
}
