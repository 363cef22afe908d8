package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import tools.jackson.databind.json.JsonMapper;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdempotencyTest {
  private static final PostgresFixture.Database DATABASE = PostgresFixture.newDatabase();
  @TempDir static Path directory;
  private static TestService service;

  @BeforeAll
  static void start() {
    service =
        TestService.on(DATABASE, directory)
            .property("p2f.worker.enabled", "false")
            .handler(new TestHandler("train", job -> {}))
            .handler(new TestHandler("import", job -> {}))
            .start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void sameKeyAndPlanGiveTheSameJob() {
    Job first = submit("train", "{\"a\":1,\"b\":2}", "k1", "ada");
    Job again = submit("train", "{\"b\":2,\"a\":1}", "k1", "ada");
    assertThat(again).isEqualTo(first);
  }

  @Test
  void sameKeyWithAnotherPlanOrKindIsAConflict() {
    submit("train", "{\"a\":1}", "k2", "ada");
    for (Callable<Job> other :
        List.<Callable<Job>>of(
            () -> submit("train", "{\"a\":2}", "k2", "ada"),
            () -> submit("import", "{\"a\":1}", "k2", "ada"))) {
      assertThatExceptionOfType(IdempotencyConflict.class)
          .isThrownBy(other::call)
          .satisfies(e -> assertThat(e.kind()).isEqualTo(IdempotencyConflict.Kind.OTHER_BODY));
    }
  }

  @Test
  void keyStandsForTheWholeRequestOfWhichAJobIsTheFirst() {
    Job first = submitFirst("{\"a\":1}", "[1,2]");
    assertThat(submitFirst("{\"a\":2}", "[1,2]")).isEqualTo(first);
    assertThatExceptionOfType(IdempotencyConflict.class)
        .isThrownBy(() -> submitFirst("{\"a\":1}", "[1,3]"));
    assertThatExceptionOfType(IdempotencyConflict.class)
        .isThrownBy(() -> submit("train", "{\"a\":1}", "k7", "ada"));
  }

  private static Job submitFirst(String plan, String request) {
    return service
        .jobs()
        .submit(
            new JobSubmission(
                "train",
                JsonMapper.shared().readTree(plan),
                List.of(),
                "k7",
                "ada",
                JsonMapper.shared().readTree(request)));
  }

  @Test
  void callersDoNotShareKeys() {
    Job first = submit("train", "{}", "k3", "ada");
    assertThat(submit("train", "{}", "k3", "bob").id()).isNotEqualTo(first.id());
    assertThat(submit("train", "{}", "k3", null).id()).isNotEqualTo(first.id());
  }

  @Test
  void withoutAKeyEachSubmissionIsAJob() {
    assertThat(submit("train", "{}", null, "ada").id())
        .isNotEqualTo(submit("train", "{}", null, "ada").id());
  }

  @Test
  void submissionsThatRaceWithOneKeyMakeOneJob() throws Exception {
    List<Future<Job>> jobs = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        jobs.add(threads.submit(() -> submit("train", "{}", "k4", "ada")));
      }
    }
    String winner = jobs.getFirst().get().id();
    assertThat(jobs).extracting(Future::resultNow).extracting(Job::id).containsOnly(winner);
    assertThat(service.jobs().events(winner, 0, 10)).hasSize(1);
  }

  @Test
  void keyOfARequestThatDoesNotEndIsInFlight() throws Exception {
    try (Connection other = DATABASE.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          """
          insert into idempotency_key (service, subject, key, body_sha256, job_id, created_at)
          values ('training', 'ada', 'k5', 'x', 'trn-other', now())
          """);
      assertThatThrownBy(() -> submit("train", "{}", "k5", "ada"))
          .isInstanceOfSatisfying(
              IdempotencyConflict.class,
              e -> assertThat(e.kind()).isEqualTo(IdempotencyConflict.Kind.IN_FLIGHT));
      other.rollback();
    }
    assertThat(submit("train", "{}", "k5", "ada").state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void keyOfARefusedSubmissionIsFreeAgain() {
    var refused =
        new JobSubmission(
            "train", JsonMapper.shared().createObjectNode(), List.of("ds-none"), "k6", "ada");
    assertThatThrownBy(() -> service.jobs().submit(refused))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(submit("train", "{\"other\":true}", "k6", "ada").state()).isEqualTo(JobState.QUEUED);
  }

  private static Job submit(
      String kind, String plan, @Nullable String key, @Nullable String subject) {
    return service
        .jobs()
        .submit(
            new JobSubmission(kind, JsonMapper.shared().readTree(plan), List.of(), key, subject));
  }
}
