package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.ServiceRole;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Claims made by hand, so that workers die when the test wants it. */
class JobClaimsTest {
  @TempDir static Path directory;
  private static TestService service;
  private static JobClaims claims;
  private static JobFence fence;

  @BeforeAll
  static void start() {
    service =
        TestService.on(PostgresFixture.newDatabase(), directory)
            .property("p2f.worker.enabled", "false")
            .handler(new TestHandler("run", job -> {}))
            .start();
    var transaction = new TransactionTemplate(service.bean(PlatformTransactionManager.class));
    JobRows rows = service.bean(JobRows.class);
    claims =
        new JobClaims(
            ServiceRole.TRAINING,
            rows,
            service.bean(JobLog.class),
            2,
            transaction,
            Clock.systemUTC());
    fence = new JobFence(rows, transaction);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void eachClaimRaisesTheAttemptNumber() {
    String id = service.submit("run", "{}").id();
    assertThat(claims.claim(id)).hasValueSatisfying(c -> assertThat(c.attempt()).isEqualTo(1));
    assertThat(claims.claim(id)).hasValueSatisfying(c -> assertThat(c.attempt()).isEqualTo(2));
    assertThatExceptionOfType(StaleAttempt.class)
        .isThrownBy(() -> fence.write(id, 1, JobRow::state));
    assertThat(fence.<JobState>write(id, 2, JobRow::state)).isEqualTo(JobState.RUNNING);
  }

  @Test
  void jobThatKillsItsWorkersIsGivenUp() {
    String id = service.submit("run", "{}").id();
    claims.claim(id);
    claims.claim(id);

    Job.Failure told = Objects.requireNonNull(claims.claim(id).orElseThrow().failure());
    assertThat(told.code()).isEqualTo("workers-died");
    assertThat(told.blame()).isEqualTo(Blame.INFRASTRUCTURE);

    // Nor does it get further workers for keeping what it has done, if they die as well.
    assertThat(claims.claim(id)).isPresent();
    assertThat(claims.claim(id)).isEmpty();
    assertThat(service.job(id).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void deathsCountOnlyWithoutProgressBetweenThem() {
    String id = service.submit("run", "{}").id();
    for (int attempt = 1; attempt <= 20; attempt++) {
      assertThat(claims.claim(id).orElseThrow().failure()).isNull();
      double reached = attempt / 100.;
      fence.write(
          id,
          attempt,
          job -> {
            job.report(new Progress(reached, null, null, null));
            return job.state();
          });
    }
    assertThat(claims.claim(id).orElseThrow().failure()).isNull();
    assertThat(claims.claim(id).orElseThrow().failure()).isNotNull();
  }

  @Test
  void workerThatHandsBackDidNotDie() {
    String id = service.submit("run", "{}").id();
    for (int attempt = 1; attempt <= 5; attempt++) {
      assertThat(claims.claim(id)).isPresent();
      handBack(id, attempt);
    }
    assertThat(service.job(id).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void attemptThatHandedItsJobBackCannotWriteAnyMore() {
    String id = service.submit("run", "{}").id();
    claims.claim(id);
    handBack(id, 1);
    assertThatExceptionOfType(StaleAttempt.class)
        .isThrownBy(() -> fence.write(id, 1, JobRow::state));
    assertThatExceptionOfType(StaleAttempt.class).isThrownBy(() -> fence.read(id, 1));
  }

  @Test
  void cancellingJobOfADeadWorkerIsCancelledByTheNextOne() {
    String id = service.submit("run", "{}").id();
    claims.claim(id);
    service.jobs().cancel(id);
    assertThat(claims.claim(id)).isEmpty();
    assertThat(service.job(id).state()).isEqualTo(JobState.CANCELLED);
  }

  private static void handBack(String id, int attempt) {
    fence.write(
        id,
        attempt,
        job -> {
          job.handBack(Clock.systemUTC().instant());
          return job.state();
        });
  }
}
