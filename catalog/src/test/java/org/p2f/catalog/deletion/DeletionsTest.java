package org.p2f.catalog.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
import org.p2f.catalog.artifact.ArtifactRecords;
import org.p2f.catalog.artifact.MissingArtifacts;
import org.p2f.catalog.deletion.NotDeleted.Reason;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.job.JobSubmission;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import org.p2f.catalog.test.Waiting;
import org.p2f.catalog.test.WoundClock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** An upload, a data set made of it, a model of that, its trajectories and their evaluation. */
@Timeout(120)
class DeletionsTest {
  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  private final WoundClock clock = new WoundClock();
  private final CountDownLatch gate = new CountDownLatch(1);
  @TempDir Path directory;
  private TestService service;
  private Artifact upload;
  private Artifact dataset;
  private Artifact model;
  private Artifact trajectories;
  private Artifact evaluation;

  @BeforeEach
  void start() {
    service =
        TestService.on(database, directory)
            .clock(clock)
            .handler(new TestHandler("sampling", this::sample))
            .handler(new TestHandler("waiting", job -> gate.await(60, TimeUnit.SECONDS)))
            .start();
    upload = record(ArtifactKind.UPLOAD, "upload");
    dataset = record(ArtifactKind.DATASET, "dataset", upload);
    model = record(ArtifactKind.MODEL, "model", dataset);
    trajectories = record(ArtifactKind.TRAJECTORIES, "trajectories", model, dataset);
    evaluation = record(ArtifactKind.EVALUATION, "evaluation", trajectories);
  }

  @AfterEach
  void stop() {
    gate.countDown();
    service.close();
  }

  @Test
  void whatIsDeletedVanishesAndComesBackWhenRestored() {
    Deletion deletion = delete(Deletable.EVALUATION, evaluation, false);
    assertThat(ids(deletion.things())).containsExactly(evaluation.id());
    assertThat(deletion.bytes()).isEqualTo("evaluation".length());
    assertThat(deletion.restorableUntil()).isEqualTo(deletion.deletedAt().plus(Duration.ofDays(7)));
    assertThat(service.artifacts().find(evaluation.id())).isEmpty();
    assertThat(service.artifacts().list(ArtifactKind.EVALUATION, null, 10).items()).isEmpty();
    assertThat(service.artifacts().children(trajectories.id())).isEmpty();
    assertThat(deletions().of(evaluation.id())).contains(deletion);
    assertThat(deletions().list(null, 10).items()).containsExactly(deletion);
    assertThat(delete(Deletable.EVALUATION, evaluation, false)).isEqualTo(deletion);

    assertThat(deletions().restore(evaluation.id())).contains(deletion);
    assertThat(service.artifacts().find(evaluation.id())).contains(evaluation);
    assertThat(deletions().list(null, 10).items()).isEmpty();
    assertThat(deletions().restore(evaluation.id())).isEmpty();
  }

  @Test
  void whatIsNotThereOrOfAnotherKindIsNotDeleted() {
    assertThat(deletions().delete(Deletable.MODEL, "mdl-none", true, null)).isEmpty();
    assertThat(deletions().delete(Deletable.MODEL, "no id'", true, null)).isEmpty();
    assertThat(deletions().delete(Deletable.MODEL, evaluation.id(), true, null)).isEmpty();
    assertThat(service.artifacts().find(evaluation.id())).isPresent();
  }

  @Test
  void whatIsNeededStaysAndItsDependantsAreNamed() {
    service.bean(ArtifactAliases.class).set(model, "prod");
    NotDeleted refused = refused(Deletable.MODEL, model, false);
    assertThat(refused.reason()).isEqualTo(Reason.STILL_NEEDED);
    assertThat(ids(refused.things())).containsExactly(trajectories.id(), "prod");
    assertThat(refused).hasMessageContaining("trajectories " + trajectories.id());
    assertThat(ids(refused(Deletable.DATASET, dataset, false).things()))
        .containsExactly(model.id(), trajectories.id());
    assertThat(service.artifacts().find(model.id())).isPresent();
  }

  @Test
  void contentOfAnUploadWasCopiedAndItsLineageStays() {
    delete(Deletable.UPLOAD, upload, false);
    assertThat(service.artifacts().find(dataset.id()).orElseThrow().parents())
        .containsExactly(upload.id());
    assertThat(service.artifacts().find(upload.id())).isEmpty();
    assertThat(service.artifacts().findRecorded(upload.id()).orElseThrow().name())
        .isEqualTo("upload");
    eraseAfter(Duration.ofDays(8));
    Artifact erased = service.artifacts().findRecorded(upload.id()).orElseThrow();
    assertThat(erased.name()).isEqualTo("upload");
    assertThat(erased.files()).isEmpty();
  }

  @Test
  void cascadeTakesAllThatNeedsItAndRestoresItTogether() {
    service.bean(ArtifactAliases.class).set(model, "prod");
    Deletion deletion = delete(Deletable.DATASET, dataset, true);
    assertThat(ids(deletion.things()))
        .containsExactly(dataset.id(), model.id(), trajectories.id(), evaluation.id());
    assertThat(service.bean(ArtifactAliases.class).resolve(ArtifactKind.MODEL, "prod")).isEmpty();
    assertThat(deletions().of("prod")).contains(deletion);

    assertThat(deletions().restore(model.id())).contains(deletion);
    assertThat(service.artifacts().find(dataset.id())).contains(dataset);
    assertThat(service.bean(ArtifactAliases.class).resolve(ArtifactKind.MODEL, "prod"))
        .contains(model);
  }

  @Test
  void whatNeedsSomethingDeletedIsRestoredAfterIt() {
    delete(Deletable.EVALUATION, evaluation, false);
    delete(Deletable.TRAJECTORIES, trajectories, false);
    NotDeleted refused =
        catchThrowableOfType(NotDeleted.class, () -> deletions().restore(evaluation.id()));
    assertThat(refused.reason()).isEqualTo(Reason.STILL_DELETED);
    assertThat(ids(refused.things())).containsExactly(trajectories.id());
    assertThat(deletions().restore(trajectories.id())).isPresent();
    assertThat(deletions().restore(evaluation.id())).isPresent();
  }

  @Test
  void nothingIsDeletedWhileAJobReadsIt() {
    Job job = submit("waiting", model);
    Waiting.until("it runs", () -> service.job(job.id()).state(), JobState.RUNNING::equals);
    assertThat(ids(refused(Deletable.MODEL, model, false).things()))
        .containsExactly(trajectories.id(), job.id());
    NotDeleted refused = refused(Deletable.DATASET, dataset, true);
    assertThat(refused.reason()).isEqualTo(Reason.JOBS_RUNNING);
    assertThat(ids(refused.things())).containsExactly(job.id());
    assertThat(refused(Deletable.JOB, job.id(), true).reason()).isEqualTo(Reason.JOBS_RUNNING);
    assertThat(service.artifacts().find(evaluation.id())).isPresent();

    gate.countDown();
    service.await(job.id());
    delete(Deletable.DATASET, dataset, true);
    assertThat(service.jobs().find(job.id())).isPresent(); // its record needs nothing
  }

  @Test
  void jobGoesWithItsResultThatHasNoOtherRouteAndIsNamedInsteadOfIt() {
    Job job = service.await(submit("sampling", model).id());
    Artifact samples = service.artifacts().ofJob(job.id()).getFirst();
    assertThat(ids(refused(Deletable.MODEL, model, false).things()))
        .containsExactly(trajectories.id(), job.id());

    Deletion deletion = delete(Deletable.ARTIFACT, samples, false);
    assertThat(ids(deletion.things())).containsExactlyInAnyOrder(samples.id(), job.id());
    assertThat(service.jobs().find(job.id())).isEmpty();
    assertThat(service.jobs().list(null, null, null, 10).items()).isEmpty();
    assertThat(service.jobs().cancel(job.id())).isEmpty();
    assertThat(deletions().restore(job.id())).isPresent();
    assertThat(service.job(job.id()).artifacts()).containsExactly(samples.id());

    delete(Deletable.SAMPLING_RUN, job.id(), false);
    assertThat(service.artifacts().find(samples.id())).isEmpty();
    eraseAfter(Duration.ofDays(8));
    assertThat(rows("select count(*) from job")).isZero();
    assertThat(rows("select count(*) from job_event")).isZero();
  }

  @Test
  void keyOfADeletedJobMayBeUsedAgain() {
    var submission =
        new JobSubmission(
            "sampling", JsonNodeFactory.instance.objectNode(), List.of(model.id()), "key", "me");
    Job first = service.await(service.jobs().submit(submission).id());
    delete(Deletable.JOB, first.id(), false);
    Job second = service.jobs().submit(submission);
    assertThat(second.id()).isNotEqualTo(first.id());
    service.await(second.id());
  }

  @Test
  void jobCannotBeSubmittedOnWhatIsDeleted() {
    delete(Deletable.EVALUATION, evaluation, false);
    assertThat(catchThrowableOfType(MissingArtifacts.class, () -> submit("waiting", evaluation)))
        .hasMessageContaining(evaluation.id());
    assertThat(
            catchThrowableOfType(
                MissingArtifacts.class, () -> record(ArtifactKind.REPORT, "report", evaluation)))
        .isNotNull();
  }

  @Test
  void deletionYieldsToWhoeverIsRecordingAChild() {
    var transaction = new TransactionTemplate(service.bean(PlatformTransactionManager.class));
    transaction.executeWithoutResult(
        status -> {
          service.bean(ArtifactRecords.class).requireRecorded(List.of(evaluation.id()));
          Throwable[] thrown = new Throwable[1];
          Thread other =
              Thread.ofVirtual()
                  .start(
                      () -> {
                        try {
                          delete(Deletable.EVALUATION, evaluation, false);
                        } catch (NotDeleted e) {
                          thrown[0] = e;
                        }
                      });
          try {
            other.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          assertThat(thrown[0]).isInstanceOf(NotDeleted.class);
          assertThat(((NotDeleted) thrown[0]).reason()).isEqualTo(Reason.BUSY);
        });
    assertThat(service.artifacts().find(evaluation.id())).isPresent();
    delete(Deletable.EVALUATION, evaluation, false);
  }

  @Test
  void deletionThatDoesNotCommitDeletesNothing() {
    var transaction = new TransactionTemplate(service.bean(PlatformTransactionManager.class));
    transaction.executeWithoutResult(
        status -> {
          delete(Deletable.DATASET, dataset, true);
          status.setRollbackOnly();
        });
    assertThat(service.artifacts().find(dataset.id())).contains(dataset);
    assertThat(service.artifacts().find(evaluation.id())).contains(evaluation);
    assertThat(deletions().list(null, 10).items()).isEmpty();
  }

  @Test
  void whatIsErasedIsNeitherRestoredNorDeletedAgain() {
    delete(Deletable.MODEL, model, true);
    eraseAfter(Duration.ofDays(6));
    assertThat(deletions().of(model.id()).orElseThrow().erasedAt()).isNull();
    eraseAfter(Duration.ofDays(1));
    assertThat(deletions().of(model.id()).orElseThrow().erasedAt()).isNotNull();
    assertThat(
            catchThrowableOfType(NotDeleted.class, () -> deletions().restore(model.id())).reason())
        .isEqualTo(Reason.ERASED);
    assertThat(deletions().delete(Deletable.MODEL, model.id(), true, null)).isEmpty();
  }

  @Test
  void whatIsDeletedCanBeErasedAtOnce() {
    delete(Deletable.EVALUATION, evaluation, false);
    assertThat(deletions().erase(evaluation.id())).isPresent();
    assertThat(deletions().list(null, 10).items()).isEmpty();
    assertThat(catchThrowableOfType(NotDeleted.class, () -> deletions().erase(evaluation.id())))
        .hasMessageContaining("was erased");
  }

  @Test
  void studyNeedsItsDataSetAndWhatItsStepsMade() {
    study("SUCCEEDED");
    assertThat(ids(refused(Deletable.EVALUATION, evaluation, false).things()))
        .containsExactly("std-1");
    Artifact report =
        recordWith("{\"studyId\":\"std-1\"}", ArtifactKind.REPORT, "report", evaluation);
    assertThat(ids(refused(Deletable.EVALUATION, evaluation, false).things()))
        .containsExactly("std-1");
    Deletion deletion = deletions().delete(Deletable.STUDY, "std-1", false, null).orElseThrow();
    assertThat(ids(deletion.things())).containsExactlyInAnyOrder("std-1", report.id());
    delete(Deletable.EVALUATION, evaluation, false);
  }

  @Test
  void runningStudyIsNeverDeleted() {
    study("RUNNING");
    assertThat(refused(Deletable.STUDY, "std-1", true).reason()).isEqualTo(Reason.JOBS_RUNNING);
    assertThat(refused(Deletable.DATASET, dataset, true).reason()).isEqualTo(Reason.JOBS_RUNNING);
  }

  private void study(String state) {
    service
        .bean(JdbcClient.class)
        .sql(
            """
            insert into study (id, name, state, plan, steps, project, created_at, updated_at)
            values ('std-1', 'a study', :state, cast(:plan as jsonb), cast(:steps as jsonb),
                    'default', now(), now())
            """)
        .param("state", state)
        .param("plan", "{\"datasetId\": \"%s\"}".formatted(dataset.id()))
        .param("steps", "[{\"artifactId\": \"%s\"}]".formatted(evaluation.id()))
        .update();
  }

  private void sample(JobExecution job) {
    ArtifactDraft draft = job.draft(ArtifactKind.SAMPLES).parent(model.id());
    TestService.write(draft.file("data.bin", "text/plain"), "samples");
    job.result(draft);
  }

  private Job submit(String kind, Artifact input) {
    return service
        .jobs()
        .submit(
            new JobSubmission(
                kind, JsonNodeFactory.instance.objectNode(), List.of(input.id()), null, null));
  }

  private Deletions deletions() {
    return service.bean(Deletions.class);
  }

  private Deletion delete(Deletable kind, Artifact artifact, boolean cascade) {
    return delete(kind, artifact.id(), cascade);
  }

  private Deletion delete(Deletable kind, String id, boolean cascade) {
    clock.wind(Duration.ofMillis(1));
    return deletions().delete(kind, id, cascade, "me").orElseThrow();
  }

  private NotDeleted refused(Deletable kind, Artifact artifact, boolean cascade) {
    return refused(kind, artifact.id(), cascade);
  }

  private NotDeleted refused(Deletable kind, String id, boolean cascade) {
    return catchThrowableOfType(
        NotDeleted.class, () -> deletions().delete(kind, id, cascade, "me"));
  }

  private void eraseAfter(Duration time) {
    clock.wind(time);
    service.bean(Retention.class).apply();
  }

  private long rows(String count) {
    return service.bean(JdbcClient.class).sql(count).query(Long.class).single();
  }

  private static List<String> ids(List<Thing> things) {
    return things.stream().map(Thing::id).toList();
  }

  private Artifact record(ArtifactKind kind, String content, Artifact... parents) {
    return recordWith("{}", kind, content, parents);
  }

  private Artifact recordWith(
      String attributes, ArtifactKind kind, String content, Artifact... parents) {
    clock.wind(Duration.ofMillis(1));
    ArtifactDraft draft =
        service
            .artifacts()
            .draft(kind)
            .name(content)
            .attributes(JsonMapper.shared().readTree(attributes));
    for (Artifact parent : parents) {
      draft.parent(parent.id());
    }
    TestService.write(draft.file("data.bin", "text/plain"), content);
    return service.artifacts().record(draft);
  }
}
