package org.p2f.catalog.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactAliases;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.MissingArtifacts;
import org.p2f.catalog.deletion.Deletable;
import org.p2f.catalog.deletion.Deletions;
import org.p2f.catalog.deletion.NotDeleted;
import org.p2f.catalog.deletion.UsageQuery;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.job.JobSubmission;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import tools.jackson.databind.json.JsonMapper;

/** Ada's project, Ben's, and what is everybody's. */
@Timeout(120)
class ProjectsTest {
  private static final Caller ADA = new Caller("ada", "birds", Set.of("birds"), false);
  private static final Caller EVE = new Caller("eve", "birds", Set.of("birds"), false);
  private static final Caller BEN = new Caller("ben", "cars", Set.of("cars"), false);
  private static final Caller ROOT = new Caller("root", "default", Set.of("default"), true);

  private final CountDownLatch gate = new CountDownLatch(1);
  @TempDir Path directory;
  private TestService service;

  @BeforeEach
  void start() {
    service =
        TestService.on(PostgresFixture.newDatabase(), directory)
            .handler(new TestHandler("work", ProjectsTest::work))
            .handler(new TestHandler("waiting", job -> gate.await(60, TimeUnit.SECONDS)))
            .start();
  }

  private static void work(JobExecution job) {
    ArtifactDraft draft = job.draft(ArtifactKind.DATASET).name("made");
    TestService.write(draft.file("a.bin", "application/octet-stream"), "content");
    job.result(draft);
  }

  @AfterEach
  void stop() {
    gate.countDown();
    service.close();
  }

  @Test
  void whatAJobMakesIsItsOwners() {
    Job job = service.await(submit(ADA, "work").id());
    assertThat(job.submittedBy()).isEqualTo("ada");
    assertThat(job.project()).isEqualTo("birds");
    Artifact made = service.artifacts().find(job.artifacts().getFirst()).orElseThrow();
    assertThat(made.owner()).isEqualTo("ada");
    assertThat(made.project()).isEqualTo("birds");
  }

  @Test
  void aProjectIsSeenByItsMembersAndAdministratorsAlone() {
    Artifact birds = upload(ADA, "birds");
    Job job = service.await(submit(ADA, "work").id());
    for (Caller member : List.of(ADA, EVE, ROOT)) {
      assertThat(Callers.as(member, () -> service.artifacts().find(birds.id()))).contains(birds);
      assertThat(Callers.as(member, () -> service.jobs().find(job.id()))).isPresent();
      assertThat(Callers.as(member, () -> service.jobs().list(null, null, null, 9).items()))
          .hasSize(1);
    }
    assertThat(Callers.as(BEN, () -> service.artifacts().find(birds.id()))).isEmpty();
    assertThat(Callers.as(BEN, () -> service.artifacts().findRecorded(birds.id()))).isEmpty();
    assertThat(Callers.as(BEN, () -> service.artifacts().list(null, null, 9).items())).isEmpty();
    assertThat(Callers.as(BEN, () -> service.artifacts().ofJob(job.id()))).isEmpty();
    assertThat(Callers.as(BEN, () -> service.jobs().find(job.id()))).isEmpty();
    assertThat(Callers.as(BEN, () -> service.jobs().list(null, null, null, 9).items())).isEmpty();
    assertThat(Callers.as(BEN, () -> service.jobs().events(job.id(), 0, 9))).isEmpty();
    assertThat(Callers.as(BEN, () -> service.bean(UsageQuery.class).read()).kinds()).isEmpty();
    assertThat(Callers.as(BEN, () -> service.bean(UsageQuery.class).read()).usedBytes()).isZero();
    assertThat(Callers.as(ADA, () -> service.bean(UsageQuery.class).read()).usedBytes())
        .isPositive();
    assertThat(Callers.as(ADA, () -> service.bean(UsageQuery.class).read()).kinds()).hasSize(2);
  }

  @Test
  void pagesOfOneProjectAreFullAndComplete() {
    for (int i = 0; i < 6; i++) {
      upload(i % 2 == 0 ? ADA : BEN, "upload " + i);
    }
    var first = Callers.as(ADA, () -> service.artifacts().list(null, null, 2));
    var second = Callers.as(ADA, () -> service.artifacts().list(null, first.nextCursor(), 2));
    assertThat(first.items()).extracting(Artifact::name).containsExactly("upload 4", "upload 2");
    assertThat(second.items()).extracting(Artifact::name).containsExactly("upload 0");
    assertThat(second.nextCursor()).isNull();
  }

  @Test
  void nothingIsMadeOfOthersThings() {
    Artifact birds = upload(ADA, "birds");
    assertThatExceptionOfType(MissingArtifacts.class)
        .isThrownBy(() -> submit(BEN, "work", birds.id()));
    assertThat(service.await(submit(EVE, "work", birds.id()).id()).state())
        .isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void anotherProjectsJobIsNotCancelled() {
    Job job = submit(ADA, "waiting");
    assertThat(Callers.as(BEN, () -> service.jobs().cancel(job.id()))).isEmpty();
    assertThat(service.job(job.id()).state()).isNotEqualTo(JobState.CANCELLED);
    assertThat(Callers.as(EVE, () -> service.jobs().cancel(job.id()))).isPresent();
  }

  @Test
  void whatIsEverybodysIsReadByAllAndChangedByAdministrators() {
    Artifact model = record(Caller.PLATFORM, ArtifactKind.MODEL, "reference");
    assertThat(model.project()).isEqualTo(Caller.PUBLIC);
    var aliases = service.bean(ArtifactAliases.class);
    aliases.set(model, "best");
    assertThat(Callers.as(BEN, () -> aliases.resolve(ArtifactKind.MODEL, "best"))).contains(model);
    refused(() -> aliases.set(model, "mine"));
    refused(() -> aliases.remove(model, "best"));
    refused(() -> deletions().delete(Deletable.MODEL, model.id(), true, "ben"));
    Artifact own = record(BEN, ArtifactKind.MODEL, "own");
    refused(() -> aliases.set(own, "best"));
    refused(() -> aliases.requireFree(ArtifactKind.MODEL, "best"));
    Callers.as(
        ROOT,
        () -> {
          aliases.set(model, "mine");
          return model;
        });
  }

  @Test
  void twoProjectsMayUseOneAlias() {
    var aliases = service.bean(ArtifactAliases.class);
    Artifact adas = record(ADA, ArtifactKind.MODEL, "adas");
    Artifact bens = record(BEN, ArtifactKind.MODEL, "bens");
    named(ADA, adas, "best");
    named(BEN, bens, "best");
    assertThat(resolved(ADA, "best")).contains(adas);
    assertThat(resolved(EVE, "best")).contains(adas);
    assertThat(resolved(BEN, "best")).contains(bens);
    var both = new Caller("joe", "cars", Set.of("birds", "cars"), false);
    assertThat(resolved(both, "best")).as("first in the call's project").contains(bens);
    assertThat(resolved(new Caller("zoe", "dogs", Set.of("dogs"), false), "best")).isEmpty();

    Artifact next = record(BEN, ArtifactKind.MODEL, "next");
    named(BEN, next, "best");
    assertThat(resolved(BEN, "best")).contains(next);
    assertThat(resolved(ADA, "best")).contains(adas);
    assertThat(Callers.as(BEN, () -> aliases.remove(next, "best"))).isTrue();
    assertThat(resolved(BEN, "best")).isEmpty();
    assertThat(resolved(both, "best")).contains(adas);
  }

  @Test
  void projectsOwnAliasComesBeforeEverybodys() {
    Artifact own = record(BEN, ArtifactKind.MODEL, "own");
    named(BEN, own, "reference");
    Artifact everybodys = record(Caller.PLATFORM, ArtifactKind.MODEL, "everybodys");
    named(Caller.PLATFORM, everybodys, "reference");
    assertThat(resolved(BEN, "reference")).contains(own);
    assertThat(resolved(ADA, "reference")).contains(everybodys);
    assertThat(resolved(ROOT, "reference")).contains(everybodys);
  }

  private Optional<Artifact> resolved(Caller caller, String alias) {
    var aliases = service.bean(ArtifactAliases.class);
    return Callers.as(caller, () -> aliases.resolve(ArtifactKind.MODEL, alias));
  }

  private void named(Caller caller, Artifact artifact, String alias) {
    var aliases = service.bean(ArtifactAliases.class);
    Callers.as(
        caller,
        () -> {
          aliases.set(artifact, alias);
          return artifact;
        });
  }

  private static void refused(Runnable change) {
    assertThatExceptionOfType(ReadOnlyProject.class)
        .isThrownBy(
            () ->
                Callers.as(
                    BEN,
                    () -> {
                      change.run();
                      return BEN;
                    }));
  }

  @Test
  void deletionsAreTheirProjects() {
    Artifact birds = upload(ADA, "birds");
    assertThat(Callers.as(BEN, () -> deletions().delete(Deletable.UPLOAD, birds.id(), true, "ben")))
        .isEmpty();
    Callers.as(ADA, () -> deletions().delete(Deletable.UPLOAD, birds.id(), false, "ada"));
    assertThat(Callers.as(BEN, () -> deletions().list(null, 9).items())).isEmpty();
    assertThat(Callers.as(BEN, () -> deletions().of(birds.id()))).isEmpty();
    assertThat(Callers.as(BEN, () -> deletions().restore(birds.id()))).isEmpty();
    assertThat(Callers.as(BEN, () -> deletions().erase(birds.id()))).isEmpty();
    assertThat(Callers.as(EVE, () -> deletions().restore(birds.id()))).isPresent();
  }

  @Test
  void aCascadeDoesNotReachIntoOtherProjects() {
    var both = new Caller("both", "birds", Set.of("birds", "cars"), false);
    Artifact dataset = record(ADA, ArtifactKind.DATASET, "shared by one of both");
    ArtifactDraft draft = service.artifacts().draft(ArtifactKind.MODEL).name("of cars");
    draft.parent(dataset.id());
    TestService.write(draft.file("a.bin", "application/octet-stream"), "content");
    var inCars = new Caller("both", "cars", Set.of("birds", "cars"), false);
    Callers.as(inCars, () -> service.artifacts().record(draft));
    assertThatExceptionOfType(NotDeleted.class)
        .isThrownBy(
            () ->
                Callers.as(
                    ADA, () -> deletions().delete(Deletable.DATASET, dataset.id(), true, "ada")))
        .withMessageContaining("projects that are not yours")
        .satisfies(e -> assertThat(e.things()).isEmpty());
    assertThat(
            Callers.as(
                both, () -> deletions().delete(Deletable.DATASET, dataset.id(), true, "both")))
        .isPresent();
  }

  private Deletions deletions() {
    return service.bean(Deletions.class);
  }

  private Job submit(Caller caller, String kind, String... inputs) {
    var plan = JsonMapper.shared().createObjectNode();
    return Callers.as(
        caller,
        () ->
            service
                .jobs()
                .submit(new JobSubmission(kind, plan, List.of(inputs), null, caller.subject())));
  }

  private Artifact upload(Caller caller, String name) {
    return record(caller, ArtifactKind.UPLOAD, name);
  }

  private Artifact record(Caller caller, ArtifactKind kind, String name) {
    ArtifactDraft draft = service.artifacts().draft(kind).name(name);
    TestService.write(draft.file("a.bin", "application/octet-stream"), name);
    return Callers.as(caller, () -> service.artifacts().record(draft));
  }
}
