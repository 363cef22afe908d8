package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import org.p2f.catalog.test.Waiting;
import org.p2f.catalog.test.WoundClock;

class JobMetersTest {
  private static final Duration A_LITTLE_STALE = JobCounts.STALE.plusSeconds(1);

  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final WoundClock clock = new WoundClock();
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  @TempDir Path directory;

  private double jobs(String kind, String state) {
    return meters.get("p2f.jobs").tags("kind", kind, "state", state).gauge().value();
  }

  private double of(String name, String kind) {
    return meters.get(name).tag("kind", kind).gauge().value();
  }

  @Test
  void jobsAreCountedByKindAndState() throws Exception {
    try (var service =
        TestService.on(database, directory)
            .clock(clock)
            .handler(new TestHandler("train", this::longWork))
            .handler(new TestHandler("sample", _ -> {}))
            .start()) {
      service.bean(JobMeters.class).bindTo(meters);
      var first = service.submit("train", "{}").id();
      running.await();
      service.submit("train", "{}");
      var last = service.submit("train", "{}").id();
      clock.wind(A_LITTLE_STALE);
      try {
        assertThat(jobs("train", "running")).isEqualTo(1);
        assertThat(jobs("train", "queued")).isEqualTo(2);
        assertThat(jobs("sample", "queued")).isZero();
        assertThat(of("p2f.jobs.queue.age", "train")).isBetween(6., 60.);
        assertThat(of("p2f.jobs.queue.age", "sample")).isZero();
      } finally {
        over.countDown();
      }
      service.await(last);
      clock.wind(A_LITTLE_STALE);
      assertThat(jobs("train", "succeeded")).isEqualTo(3);
      assertThat(jobs("train", "queued") + jobs("train", "running")).isZero();
      assertThat(service.job(first).state()).isEqualTo(JobState.SUCCEEDED);
      clock.wind(JobCounts.WINDOW);
      assertThat(jobs("train", "succeeded")).isZero();
    }
  }

  @Test
  void whatIsTriedAgainIsTold() throws Exception {
    var broken = new AtomicBoolean(true);
    try (var service =
        TestService.on(database, directory)
            .property("p2f.worker.first-retry", "1h")
            .property("p2f.worker.longest-retry", "1h")
            .clock(clock)
            .handler(
                new TestHandler(
                    "train",
                    _ -> {
                      if (broken.getAndSet(false)) {
                        throw new IOException("no route to the disk");
                      }
                    }))
            .start()) {
      service.bean(JobMeters.class).bindTo(meters);
      var job = service.submit("train", "{}").id();
      Waiting.until(
          "the job waits",
          () -> {
            clock.wind(A_LITTLE_STALE);
            return of("p2f.jobs.retrying", "train");
          },
          waiting -> waiting == 1);
      Waiting.until( // the hour may begin after the meter has told of the job
          "the job is tried again",
          () -> {
            clock.wind(Duration.ofHours(1));
            return service.job(job);
          },
          tried -> tried.state().isFinal());
      clock.wind(A_LITTLE_STALE);
      assertThat(of("p2f.jobs.retrying", "train")).isZero();
    }
  }

  private void longWork(JobExecution job) throws InterruptedException {
    running.countDown();
    over.await();
  }
}
