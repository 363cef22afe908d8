package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import org.p2f.catalog.test.Waiting;
import org.p2f.catalog.test.WoundClock;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** A worker that falls silent loses its job, and cannot write to it any more. */
class TakeoverTest {
  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  private final CountDownLatch firstIsIn = new CountDownLatch(1);
  private final CountDownLatch firstGoesOn = new CountDownLatch(1);
  private final CompletableFuture<List<Throwable>> refusals = new CompletableFuture<>();
  @TempDir Path directory;

  @Test
  void staleWorkerIsRefusedAndWritesNothing() throws Exception {
    WoundClock later = new WoundClock();
    try (TestService first = service().handler(new TestHandler("run", this::stall)).start();
        TestService second =
            service()
                .property("p2f.worker.heartbeat", "200ms")
                .clock(later)
                .handler(new TestHandler("run", TakeoverTest::resume))
                .property("p2f.worker.enabled", "true")
                .start()) {
      String id = first.submit("run", "{}").id();
      firstIsIn.await();
      later.wind(Duration.ofMinutes(1));

      Job taken = second.await(id);
      firstGoesOn.countDown();
      List<Throwable> thrown = refusals.get();

      assertThat(taken.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(taken.attempt()).isEqualTo(2);
      assertThat(thrown).hasSize(6).hasOnlyElementsOfType(StaleAttempt.class);
      Waiting.until("the stale worker lets go", () -> queueLength(first), n -> n == 0);
      assertThat(first.job(id)).isEqualTo(taken);
      assertThat(first.jobs().events(id, 0, 100)).noneMatch(e -> e.type().equals("stale"));
      assertThat(first.artifacts().list(null, null, 10).items()).isEmpty();
    }
  }

  private TestService.Builder service() {
    return TestService.on(database, directory);
  }

  private static long queueLength(TestService service) {
    return service
        .bean(JdbcClient.class)
        .sql("select count(*) from dispatch_training")
        .query(Long.class)
        .single();
  }

  private void stall(JobExecution job) throws Exception {
    Files.writeString(job.workspace().resolve("note"), "from attempt " + job.attempt());
    firstIsIn.countDown();
    firstGoesOn.await();
    List<Throwable> thrown = new ArrayList<>();
    thrown.add(catchThrowable(() -> job.phase("stale")));
    thrown.add(catchThrowable(() -> job.progress(0.9, null, null)));
    thrown.add(catchThrowable(() -> job.event("stale", JsonMapper.shared().createObjectNode())));
    thrown.add(catchThrowable(() -> job.publish(report(job))));
    thrown.add(catchThrowable(() -> job.fenced(() -> {})));
    thrown.add(catchThrowable(job::stop));
    refusals.complete(thrown);
    job.result(report(job));
  }

  private static ArtifactDraft report(JobExecution job) {
    ArtifactDraft draft = job.draft(ArtifactKind.REPORT);
    TestService.write(draft.file("r.txt", "text/plain"), "stale");
    return draft;
  }

  private static void resume(JobExecution job) {
    assertThat(job.workspace().resolve("note")).hasContent("from attempt 1");
    job.phase("resumed");
  }
}
