package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;

/** Failures that are nobody's fault. */
class RetryTest {
  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  @TempDir Path directory;

  @Test
  void jobIsTriedAgainAndSaysSo() {
    try (TestService service =
        service().handler(failing(2, new IOException("broken pipe"))).start()) {
      Job ended = service.await(service.submit("work", "{}").id());

      assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(ended.attempt()).isEqualTo(3);
      assertThat(ended.phases())
          .extracting(Job.PhaseStart::name)
          .containsExactly("waiting to try again", "waiting to try again");
      List<JobEvent> retries =
          service.jobs().events(ended.id(), 0, 100).stream()
              .filter(event -> event.type().equals("retry"))
              .toList();
      assertThat(retries).extracting(e -> e.data().path("retry").asInt()).containsExactly(1, 2);
      assertThat(retries)
          .extracting(e -> e.data().path("afterMillis").asInt())
          .containsExactly(50, 100);
      assertThat(retries.getFirst().data().path("detail").asString()).contains("broken pipe");
    }
  }

  @Test
  void memoryThatEndedIsTriedAgainToo() {
    try (TestService service =
        service().handler(failing(1, new OutOfMemoryError("Java heap space"))).start()) {
      assertThat(service.await(service.submit("work", "{}").id()).attempt()).isEqualTo(2);
    }
  }

  @Test
  void retriesAreBoundedAndWhatWasDoneIsKept() {
    try (TestService service = service().handler(failing(99, new IOException("gone"))).start()) {
      Job ended = service.await(service.submit("work", "{}").id());

      assertThat(ended.state()).isEqualTo(JobState.FAILED);
      assertThat(ended.attempt()).isEqualTo(4);
      String kept = ended.artifacts().getFirst();
      assertThat(Objects.requireNonNull(ended.failure()).detail()).endsWith("Go on from " + kept);
      assertThat(service.artifacts().find(kept)).isPresent();
      assertThat(directory.resolve("work").resolve(ended.id())).doesNotExist();
    }
  }

  @Test
  void retriesCountOnlyWithoutProgressBetweenThem() {
    try (TestService service =
        service()
            .handler(
                new TestHandler(
                    "work",
                    job -> {
                      job.progress(job.attempt() / 20., null, null);
                      if (job.attempt() < 10) {
                        throw new IOException("again");
                      }
                    }))
            .start()) {
      Job ended = service.await(service.submit("work", "{}").id());
      assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(ended.attempt()).isEqualTo(10);
    }
  }

  @Test
  void workOfADefectIsKeptToo() {
    try (TestService service =
        service().handler(failing(99, new IllegalStateException("defect"))).start()) {
      Job ended = service.await(service.submit("work", "{}").id());
      assertThat(ended.attempt()).isEqualTo(1);
      assertThat(Objects.requireNonNull(ended.failure()).detail())
          .contains("Go on from " + ended.artifacts().getFirst());
    }
  }

  @Test
  void jobOfWhichNothingCanBeKeptIsEndedToo() {
    JobHandler handler =
        new JobHandler() {
          @Override
          public String kind() {
            return "work";
          }

          @Override
          public void run(JobExecution job) throws Exception {
            throw new IOException("full");
          }

          @Override
          public Optional<String> salvage(JobExecution job) throws Exception {
            throw new IOException("still full");
          }
        };
    try (TestService service =
        service().property("p2f.worker.max-salvages", "2").handler(handler).start()) {
      Job ended = service.await(service.submit("work", "{}").id());
      assertThat(ended.state()).isEqualTo(JobState.FAILED);
      assertThat(ended.attempt()).isEqualTo(1 + 3 + 2);
      assertThat(Objects.requireNonNull(ended.failure()).detail()).contains("full");
    }
  }

  @Test
  void diskThatIsFullForThreeSecondsEndsNoJob() throws Exception {
    Path disk = Files.createDirectories(directory.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()),
        "needs the right to mount a small file system");
    try (TestService service =
        service()
            .property("p2f.workspace.root", disk.toString())
            .property("p2f.storage.min-free", "0B")
            .property("p2f.worker.first-retry", "500ms")
            .property("p2f.worker.longest-retry", "10s")
            .property("p2f.worker.max-retries", "10")
            .handler(new TestHandler("save", job -> save(job, disk.resolve("filler"))))
            .start()) {
      Job ended = service.await(service.submit("save", "{}").id());
      assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(ended.attempt()).isGreaterThan(1);
      assertThat(service.jobs().events(ended.id(), 0, 100))
          .filteredOn(event -> event.type().equals("retry"))
          .isNotEmpty()
          .allSatisfy(e -> assertThat(e.data().path("detail").asString()).contains("No space"));
    } finally {
      run("umount", disk.toString());
    }
  }

  /** Saves a state of a megabyte after each of five steps; the third meets a full disk. */
  private static void save(JobExecution job, Path filler) throws Exception {
    Path saved = job.workspace().resolve("state");
    int step = Files.exists(saved) ? Files.readAllBytes(saved)[0] : 0;
    assertThat(step).isEqualTo(job.attempt() == 1 ? 0 : 2);
    while (step < 5) {
      step++;
      if (step == 3 && job.attempt() == 1) {
        fill(filler);
        var _ =
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        TimeUnit.SECONDS.sleep(3);
                        Files.delete(filler);
                      } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    });
      }
      byte[] state = new byte[1 << 20];
      state[0] = (byte) step;
      Path unfinished = job.workspace().resolve("state-" + job.attempt());
      Files.write(unfinished, state);
      Files.move(unfinished, saved, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void fill(Path filler) {
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[1 << 16]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  private TestService.Builder service() {
    return TestService.on(database, directory)
        .property("p2f.worker.first-retry", "50ms")
        .property("p2f.worker.longest-retry", Duration.ofSeconds(1).toMillis() + "ms")
        .property("p2f.worker.max-retries", "3");
  }

  /** Fails in its first attempts, and publishes what it has done if it is given up. */
  private static JobHandler failing(int attempts, Throwable why) {
    return new JobHandler() {
      @Override
      public String kind() {
        return "work";
      }

      @Override
      public void run(JobExecution job) throws Exception {
        if (job.attempt() <= attempts) {
          Files.writeString(job.workspace().resolve("done"), "half");
          switch (why) {
            case Exception exception -> throw exception;
            case Error error -> throw error;
            default -> throw new AssertionError(why);
          }
        }
      }

      @Override
      public Optional<String> salvage(JobExecution job) throws Exception {
        ArtifactDraft draft = job.draft(ArtifactKind.CHECKPOINT);
        Files.copy(job.workspace().resolve("done"), draft.file("done", "text/plain"));
        return Optional.of("Go on from " + job.publish(draft).id());
      }
    };
  }
}
