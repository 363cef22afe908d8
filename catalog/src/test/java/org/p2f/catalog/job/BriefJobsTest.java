package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;

/** A job of seconds does not wait for one of days. */
class BriefJobsTest {
  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  @TempDir Path directory;

  /** Of a kind that is done at once. */
  private record Brief(String kind) implements JobHandler {
    @Override
    public boolean brief() {
      return true;
    }

    @Override
    public void run(JobExecution job) {}
  }

  @Test
  void briefJobsRunBesideALongOneAndLongOnesWaitForIt() throws Exception {
    try (var service =
        TestService.on(database, directory)
            .handler(new TestHandler("train", this::longWork))
            .handler(new Brief("import"))
            .start()) {
      var first = service.submit("train", "{}").id();
      running.await();
      var second = service.submit("train", "{}").id();
      var brief = service.submit("import", "{}").id();

      try {
        assertThat(service.await(brief).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(service.job(first).state()).isEqualTo(JobState.RUNNING);
        assertThat(service.job(second).state()).isEqualTo(JobState.QUEUED);
      } finally {
        over.countDown();
      }
      assertThat(service.await(second).state()).isEqualTo(JobState.SUCCEEDED);
    }
  }

  private void longWork(JobExecution job) throws InterruptedException {
    running.countDown();
    over.await();
  }
}
