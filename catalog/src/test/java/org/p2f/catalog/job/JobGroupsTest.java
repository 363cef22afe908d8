package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import org.p2f.catalog.test.Waiting;

/** Jobs that leave the workers' queue for processes of their own, and come back. */
class JobGroupsTest {
  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  @TempDir Path directory;

  /** A service that runs no long jobs by itself. */
  private TestService.Builder service() {
    return TestService.on(database, directory).property("p2f.worker.concurrency", 0);
  }

  private static JobHandler handler(TestHandler.Body body) {
    return new TestHandler("train", body);
  }

  private static List<JobGroup> all(TestService service) {
    List<JobGroup> groups = new ArrayList<>();
    service.bean(JobGroups.class).attend(groups::add);
    return groups;
  }

  private static List<JobGroup.Member> queued(String... jobs) {
    List<JobGroup.Member> members = new ArrayList<>();
    for (int number = 0; number < jobs.length; number++) {
      members.add(new JobGroup.Member(number, jobs[number], JobState.QUEUED));
    }
    return members;
  }

  /** The process of a member; completes with its exit status. */
  private record Running(GroupedJob job, CompletableFuture<Integer> status) {
    static Running start(TestService service, String group, int number, Path message) {
      var status = new CompletableFuture<Integer>();
      var job =
          new GroupedJob(
              new GroupedProperties(group, number, message),
              service.bean(JobGroups.class),
              service.bean(JobClaims.class),
              service.bean(JobWorker.class),
              Duration.ofSeconds(20),
              status::complete);
      job.start();
      return new Running(job, status);
    }

    int end() throws Exception {
      return status.get(60, TimeUnit.SECONDS);
    }
  }

  private int run(TestService service, String group, int number) throws Exception {
    return Running.start(service, group, number, directory.resolve("none")).end();
  }

  @Test
  void thoseThatWaitAreGatheredInTheirOrderAndEachIsRunByItsProcess() throws Exception {
    try (var service = service().handler(handler(_ -> {})).start()) {
      String first = service.submit("train", "{}").id();
      String second = service.submit("train", "{}").id();
      String group = service.bean(JobGroups.class).gather(2).orElseThrow();
      assertThat(all(service)).containsExactly(new JobGroup(group, false, queued(first, second)));
      assertThat(service.bean(JobGroups.class).gather(1)).isEmpty();
      assertThat(run(service, group, 1)).isEqualTo(GroupedJob.DONE);
      assertThat(service.job(second).state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(service.job(first).state()).isEqualTo(JobState.QUEUED);
      assertThat(run(service, group, 7)).isEqualTo(GroupedJob.DONE); // there is none
      assertThat(run(service, group, 0)).isEqualTo(GroupedJob.DONE);
      assertThat(all(service)).singleElement().matches(JobGroup::isOver);
    }
  }

  @Test
  void fewerThanAskedForStayWithTheWorkers() {
    try (var service = service().handler(handler(_ -> {})).start()) {
      service.submit("train", "{}");
      assertThat(service.bean(JobGroups.class).gather(2)).isEmpty();
      assertThat(service.bean(JobGroups.class).gather(1)).isPresent();
    }
  }

  @Test
  void oneThatAWorkerRunsIsNotGathered() throws Exception {
    var runs = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    var body =
        handler(
            _ -> {
              runs.countDown();
              over.await();
            });
    try (var service = TestService.on(database, directory).handler(body).start()) {
      service.submit("train", "{}");
      runs.await();
      String waits = service.submit("train", "{}").id();
      service.bean(JobGroups.class).gather(1);
      assertThat(all(service).getFirst().members()).isEqualTo(queued(waits));
      over.countDown();
    }
  }

  @Test
  void whatAGroupLeavesIsTheWorkersAgain() {
    String left;
    try (var service = service().handler(handler(_ -> {})).start()) {
      left = service.submit("train", "{}").id();
      service.bean(JobGroups.class).gather(1);
      service.bean(JobGroups.class).attend(service.bean(JobGroups.class)::dissolve);
      assertThat(all(service)).isEmpty();
    }
    try (var worker = TestService.on(database, directory).handler(handler(_ -> {})).start()) {
      assertThat(worker.await(left).state()).isEqualTo(JobState.SUCCEEDED);
    }
  }

  @Test
  void aProcessSaysWhyItsJobFailedAndWouldFailAgain() throws Exception {
    var fails =
        handler(
            _ -> {
              throw new JobFailure("bad-luck", Blame.USER, "it is what it is");
            });
    Path message = Files.createFile(directory.resolve("message"));
    try (var service = service().handler(fails).start()) {
      String job = service.submit("train", "{}").id();
      String group = service.bean(JobGroups.class).gather(1).orElseThrow();
      assertThat(Running.start(service, group, 0, message).end()).isEqualTo(JobGroups.FAILED);
      assertThat(message).hasContent("Job %s failed: bad-luck: it is what it is".formatted(job));
    }
  }

  @Test
  void aCancelledJobIsDoneBeforeItBegins() throws Exception {
    try (var service = service().handler(handler(_ -> {})).start()) {
      String job = service.submit("train", "{}").id();
      String group = service.bean(JobGroups.class).gather(1).orElseThrow();
      service.jobs().cancel(job);
      assertThat(run(service, group, 0)).isEqualTo(GroupedJob.DONE);
      assertThat(service.job(job).attempt()).isZero();
    }
  }

  @Test
  void aProcessThatIsToldToEndHandsItsJobToTheNextOne() throws Exception {
    var body =
        handler(
            job -> {
              while (job.attempt() == 1 && job.stop() == JobExecution.Stop.NONE) {
                Thread.sleep(10);
              }
            });
    try (var service = service().handler(body).start()) {
      String job = service.submit("train", "{}").id();
      String group = service.bean(JobGroups.class).gather(1).orElseThrow();
      var first = Running.start(service, group, 0, directory.resolve("none"));
      Waiting.until("it runs", () -> service.job(job).state(), s -> s == JobState.RUNNING);
      first.job().stop();
      assertThat(service.job(job).state()).isEqualTo(JobState.QUEUED);
      assertThat(first.status()).isNotDone(); // the JVM ends by its signal
      assertThat(run(service, group, 0)).isEqualTo(GroupedJob.DONE);
      assertThat(service.job(job))
          .matches(j -> j.state() == JobState.SUCCEEDED && j.attempt() == 2);
    }
  }

  @Test
  void aProcessThatTakesTheJobOfOneThatHangsFencesIt() throws Exception {
    var hangs = new CountDownLatch(1);
    var body =
        handler(
            job -> {
              if (job.attempt() == 1) {
                hangs.await();
              }
            });
    try (var service = service().handler(body).start()) {
      String job = service.submit("train", "{}").id();
      String group = service.bean(JobGroups.class).gather(1).orElseThrow();
      var first = Running.start(service, group, 0, directory.resolve("none"));
      Waiting.until("it runs", () -> service.job(job).state(), s -> s == JobState.RUNNING);
      assertThat(run(service, group, 0)).isEqualTo(GroupedJob.DONE);
      Job taken = service.job(job);
      hangs.countDown();
      assertThat(first.end()).isEqualTo(GroupedJob.AGAIN);
      assertThat(service.job(job)).isEqualTo(taken);
    }
  }
}
