package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import org.p2f.catalog.test.Waiting;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JobLifeTest {
  @TempDir static Path directory;
  private static TestService service;
  private static CountDownLatch blocked = new CountDownLatch(1);

  @BeforeAll
  static void start() {
    service =
        TestService.on(PostgresFixture.newDatabase(), directory)
            .property("p2f.worker.max-retries", "0")
            .handler(new TestHandler("write", JobLifeTest::write))
            .handler(new TestHandler("nothing", job -> {}))
            .handler(new TestHandler("obey", JobLifeTest::obey))
            .handler(
                new TestHandler(
                    "bad-file",
                    job -> {
                      throw new JobFailure("bad-file", Blame.USER, "batch_3.bin is truncated");
                    }))
            .handler(
                new TestHandler(
                    "full-disk",
                    job -> {
                      job.draft(ArtifactKind.REPORT).file("big.bin", "application/octet-stream");
                      throw new IOException("No space left on device");
                    }))
            .handler(
                new TestHandler(
                    "defect",
                    job -> {
                      throw new IllegalStateException("the secret of the code");
                    }))
            .start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void write(JobExecution job) {
    assertThat(job.workspace()).isEmptyDirectory();
    job.phase("writing");
    job.progress(0.5, 1L, "words");
    job.event("note", JsonMapper.shared().readTree("{\"text\":\"halfway\"}"));
    ArtifactDraft draft = job.draft(ArtifactKind.REPORT).name("greeting");
    TestService.write(draft.file("hello.txt", "text/plain"), "hello");
    job.result(draft.attributes(JsonMapper.shared().readTree("{\"words\":1}")));
  }

  private static void obey(JobExecution job) {
    blocked.countDown();
    Waiting.until("stop is asked for", job::stop, stop -> stop != JobExecution.Stop.NONE);
  }

  private static Job.Failure failureOf(String kind) {
    Job ended = service.await(service.submit(kind, "{}").id());
    return Objects.requireNonNull(ended.failure());
  }

  @Test
  void jobRunsFromSubmissionToItsArtifact() {
    Job submitted = service.submit("write", "{\"words\":1}");
    assertThat(submitted.state()).isEqualTo(JobState.QUEUED);
    assertThat(submitted.id()).startsWith("trn-");

    Job ended = service.await(submitted.id());

    assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(ended.service()).isEqualTo("training");
    assertThat(ended.progress()).isEqualTo(1);
    assertThat(ended.attempt()).isEqualTo(1);
    assertThat(ended.phase()).isEqualTo("writing");
    assertThat(ended.phases()).extracting(Job.PhaseStart::name).containsExactly("writing");
    assertThat(ended.createdAt()).isBeforeOrEqualTo(ended.startedAt());
    assertThat(ended.startedAt()).isBeforeOrEqualTo(ended.finishedAt());
    Artifact artifact = service.artifacts().find(ended.artifacts().getFirst()).orElseThrow();
    assertThat(artifact.jobId()).isEqualTo(ended.id());
    assertThat(artifact.provenance().get("job").asString()).isEqualTo(ended.id());
    assertThat(service.artifacts().open(artifact, "hello.txt")).hasContent("hello");
  }

  @Test
  void eventsTellTheLifeOfTheJobInOrder() {
    Job ended = service.await(service.submit("write", "{}").id());

    List<JobEvent> events = service.jobs().events(ended.id(), 0, 100);

    assertThat(events)
        .extracting(JobEvent::type)
        .containsExactly("state", "state", "phase", "progress", "note", "artifact", "state");
    assertThat(events).extracting(JobEvent::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(events.getLast().data().get("state").asString()).isEqualTo("succeeded");
    assertThat(service.jobs().events(ended.id(), events.get(4).sequence(), 1))
        .containsExactly(events.get(5));
  }

  @Test
  void planReadsBackAsItWasSubmitted() {
    JsonNode plan =
        JsonMapper.shared()
            .readTree(
                """
                {"zeta":1,"alpha":[1.5,1e-7,123456789012345678901234567890,-0.0,true,null,{}],
                 "text":"µ \\u0000-free \\"quotes\\" 'and' \\\\ ☃ 𝔽","nested":{"b":{"a":[]}}}
                """
                    .replace("\\u0000-free ", ""));
    Job job = service.submit("nothing", plan.toString());

    assertThat(service.job(job.id()).plan()).isEqualTo(plan);
    assertThat(service.job(job.id()).plan().toString()).isEqualTo(plan.toString());
  }

  @Test
  void jobStartsSoonAfterItsSubmission() {
    service.await(service.submit("nothing", "{}").id());

    Job ended = service.await(service.submit("nothing", "{}").id());

    Instant started = ended.startedAt();
    assertThat(started).isNotNull();
    assertThat(Duration.between(ended.createdAt(), started)).isLessThan(Duration.ofMillis(200));
  }

  @Test
  void reasonOfAFailureIsWhatTheHandlerSaid() {
    Job ended = service.await(service.submit("bad-file", "{}").id());

    assertThat(ended.state()).isEqualTo(JobState.FAILED);
    assertThat(ended.failure())
        .isEqualTo(new Job.Failure("bad-file", Blame.USER, "batch_3.bin is truncated"));
    assertThat(service.jobs().events(ended.id(), 0, 100).getLast().data().toString())
        .contains("\"blame\":\"user\"");
  }

  @Test
  void fullDiskIsTheOperatorsAffair() {
    Job.Failure failure = failureOf("full-disk");

    assertThat(failure.blame()).isEqualTo(Blame.INFRASTRUCTURE);
    assertThat(failure.detail()).contains("No space left on device");
  }

  @Test
  void defectShowsACorrelationIdAndNothingElse() {
    Job.Failure failure = failureOf("defect");

    assertThat(failure.blame()).isEqualTo(Blame.DEFECT);
    assertThat(failure.detail()).matches("An unexpected error; correlation id [0-9a-f-]{36}");
  }

  @Test
  void jobThatEndsLeavesNoFilesBehind() {
    String failed = service.submit("full-disk", "{}").id();
    String succeeded = service.submit("write", "{}").id();
    service.await(failed);
    service.await(succeeded);

    Waiting.until(
        "workspaces and drafts are gone",
        JobLifeTest::leftovers,
        files -> files.stream().allMatch(file -> file.toString().endsWith(".lock")));
  }

  private static List<Path> leftovers() {
    try (Stream<Path> work = Files.walk(directory.resolve("work"));
        Stream<Path> drafts = Files.walk(directory.resolve("store/tmp"))) {
      return Stream.concat(work.skip(1), drafts.filter(Files::isRegularFile)).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(directory); // it changes while we look
    }
  }

  @Test
  void runningJobIsCancelledWhenItsHandlerReturns() throws Exception {
    blocked = new CountDownLatch(1);
    String id = service.submit("obey", "{}").id();
    blocked.await();

    assertThat(service.jobs().cancel(id).orElseThrow().state()).isEqualTo(JobState.CANCELLING);

    assertThat(service.await(id).state()).isEqualTo(JobState.CANCELLED);
    assertThatExceptionOfType(AlreadyFinished.class).isThrownBy(() -> service.jobs().cancel(id));
  }

  @Test
  void waitingJobIsCancelledAtOnceAndNeverRuns() throws Exception {
    blocked = new CountDownLatch(1);
    String running = service.submit("obey", "{}").id();
    blocked.await();
    String waiting = service.submit("write", "{}").id();

    assertThat(service.jobs().cancel(waiting).orElseThrow().state()).isEqualTo(JobState.CANCELLED);

    service.jobs().cancel(running);
    service.await(running);
    service.await(service.submit("nothing", "{}").id());
    assertThat(service.job(waiting).attempt()).isZero();
    assertThat(service.job(waiting).startedAt()).isNull();
  }

  @Test
  void jobOfAnUnknownKindIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> service.submit("knit", "{}"))
        .withMessageContaining("knit");
  }

  @Test
  void jobWithAnUnknownInputIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                service
                    .jobs()
                    .submit(
                        new JobSubmission(
                            "nothing",
                            JsonMapper.shared().createObjectNode(),
                            List.of("ds-none"),
                            null,
                            null)))
        .withMessageContaining("ds-none");
  }

  @Test
  void unknownJobIsNeitherFoundNorCancelled() {
    assertThat(service.jobs().find("trn-none")).isEmpty();
    assertThat(service.jobs().cancel("trn-none")).isEmpty();
    assertThat(service.jobs().events("trn-none", 0, 10)).isEmpty();
  }
}
