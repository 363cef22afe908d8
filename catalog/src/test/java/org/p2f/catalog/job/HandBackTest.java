package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import org.p2f.catalog.test.Waiting;

/** A process that is asked to end hands its jobs back first. */
class HandBackTest {
  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  private final CountDownLatch running = new CountDownLatch(1);
  @TempDir Path directory;

  @Test
  void jobOfAProcessThatEndsGoesOnInTheNext() throws Exception {
    TestService first =
        TestService.on(database, directory).handler(new TestHandler("run", this::save)).start();
    String id = first.submit("run", "{}").id();
    running.await();

    first.close();

    try (TestService second =
        TestService.on(database, directory)
            .handler(new TestHandler("run", HandBackTest::finish))
            .start()) {
      Job ended = second.await(id);
      assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(ended.attempt()).isEqualTo(2);
      assertThat(second.jobs().events(id, 0, 100))
          .extracting(e -> e.data().path("state").asString(""))
          .containsExactly("queued", "running", "queued", "running", "succeeded");
    }
  }

  @Test
  void handlerThatDoesNotListenIsInterruptedAfterTheWait() throws Exception {
    TestService first =
        TestService.on(database, directory)
            .property("p2f.worker.shutdown-wait", "200ms")
            .handler(
                new TestHandler(
                    "run",
                    job -> {
                      running.countDown();
                      new CountDownLatch(1).await();
                    }))
            .start();
    String id = first.submit("run", "{}").id();
    running.await();
    Instant asked = Instant.now();

    first.close();

    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(5));
    try (TestService second =
        TestService.on(database, directory)
            .property("p2f.worker.enabled", "false")
            .handler(new TestHandler("run", job -> {}))
            .start()) {
      assertThat(second.job(id).state()).isEqualTo(JobState.QUEUED);
      assertThat(second.job(id).failure()).isNull();
    }
  }

  private void save(JobExecution job) throws Exception {
    Files.writeString(job.workspace().resolve("checkpoint"), "42");
    running.countDown();
    JobExecution.Stop stop =
        Waiting.until("the process ends", job::stop, s -> s != JobExecution.Stop.NONE);
    assertThat(stop).isEqualTo(JobExecution.Stop.SHUTDOWN);
  }

  private static void finish(JobExecution job) {
    assertThat(job.workspace().resolve("checkpoint")).hasContent("42");
  }
}
