package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import org.p2f.catalog.test.WoundClock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Workers that do not see each other's directories, with one store. */
class WorkspaceFilesTest {
  private static final String KIND = "run";

  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  @TempDir Path directory;

  @Test
  void theNextAttemptOnAnotherNodeFindsWhatWasKeptAndNothingElse() throws Exception {
    var found = new AtomicReference<List<String>>();
    var begun = new CountDownLatch(1);
    String id;
    try (TestService first = node("a", job -> keepAndWait(job, begun))) {
      id = first.submit(KIND, "{}").id();
      begun.await();
    }
    try (TestService second = node("b", job -> found.set(contents(job)))) {
      assertThat(second.await(id).state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(second.job(id).attempt()).isEqualTo(2);
      assertThat(found.get()).containsExactly("parts/two: second", "state: newer");
      assertThat(kept(second)).isZero();
      assertThat(released(second)).isEqualTo(4); // the older state and what was forgotten, too
      assertThat(directory.resolve("b").resolve(id)).doesNotExist();
    }
  }

  @Test
  void whatAJobKeepsIsNoGarbageWhileItRuns() throws Exception {
    var begun = new CountDownLatch(1);
    try (TestService service = node("a", job -> keepAndWait(job, begun))) {
      String id = service.submit(KIND, "{}").id();
      begun.await();
      assertThat(
              service
                  .bean(JdbcClient.class)
                  .sql("select sum(bytes) from stored_file where project = :project")
                  .param("project", service.job(id).project())
                  .query(Long.class)
                  .single())
          .isEqualTo("newer".length() + "second".length());
      service.jobs().cancel(id);
      service.await(id);
      assertThat(kept(service)).isZero();
    }
  }

  @Test
  void aWorkerThatLostTheJobKeepsNothing() throws Exception {
    var begun = new CountDownLatch(1);
    var taken = new CountDownLatch(1);
    var refusal = new CompletableFuture<Throwable>();
    var later = new WoundClock();
    try (TestService first =
            node(
                "a",
                job -> {
                  Path file = write(job, "state", "stale");
                  begun.countDown();
                  taken.await();
                  refusal.complete(catchThrowable(() -> job.keep(file)));
                });
        TestService second =
            builder("b", job -> assertThat(contents(job)).isEmpty())
                .property("p2f.worker.heartbeat", "200ms")
                .clock(later)
                .start()) {
      String id = first.submit(KIND, "{}").id();
      begun.await();
      later.wind(Duration.ofMinutes(1));
      assertThat(second.await(id).state()).isEqualTo(JobState.SUCCEEDED);
      taken.countDown();
      assertThat(refusal.get()).isInstanceOf(StaleAttempt.class);
      assertThat(kept(second)).isZero();
    }
  }

  @Test
  void whereWorkspacesAreSharedNothingIsCopied() {
    try (TestService service =
        TestService.on(database, directory)
            .handler(new TestHandler(KIND, job -> job.keep(write(job, "state", "here"))))
            .start()) {
      String id = service.submit(KIND, "{}").id();
      assertThat(service.await(id).state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(released(service)).isZero();
      assertThat(directory.resolve("work").resolve(id)).doesNotExist();
    }
  }

  /** Ends when it is asked to. */
  private static void keepAndWait(JobExecution job, CountDownLatch begun) throws Exception {
    job.keep(write(job, "state", "older"));
    job.keep(write(job, "state", "newer"));
    job.keep(write(job, "parts/one", "first"));
    job.keep(write(job, "parts/two", "second"));
    job.forget(job.workspace().resolve("parts/one"));
    write(job, "scratch", "of this attempt alone");
    begun.countDown();
    while (job.stop() == JobExecution.Stop.NONE) {
      Thread.sleep(20);
    }
  }

  private static Path write(JobExecution job, String name, String content) throws IOException {
    Path file = job.workspace().resolve(name);
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file); // what is kept is not written to
    return Files.writeString(file, content);
  }

  private static List<String> contents(JobExecution job) throws IOException {
    try (var files = Files.walk(job.workspace())) {
      return files
          .filter(Files::isRegularFile)
          .peek(WorkspaceFilesTest::requireWritable)
          .map(file -> "%s: %s".formatted(job.workspace().relativize(file), read(file)))
          .sorted()
          .toList();
    }
  }

  /** By its owner: stored files are not, and root, as whom tests may run, would not notice. */
  private static void requireWritable(Path file) {
    try {
      assertThat(Files.getPosixFilePermissions(file)).contains(PosixFilePermission.OWNER_WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long kept(TestService service) {
    return count(service, "select count(*) from workspace_file");
  }

  private static long released(TestService service) {
    return count(service, "select count(*) from store_garbage where released");
  }

  private static long count(TestService service, String query) {
    return service.bean(JdbcClient.class).sql(query).query(Long.class).single();
  }

  private TestService node(String name, TestHandler.Body body) {
    return builder(name, body).start();
  }

  private TestService.Builder builder(String name, TestHandler.Body body) {
    return TestService.on(database, directory)
        .property("p2f.workspace.root", directory.resolve(name).toString())
        .property("p2f.workspace.shared", "false")
        .handler(new TestHandler(KIND, body));
  }
}
