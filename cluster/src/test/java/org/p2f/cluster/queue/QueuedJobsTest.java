package org.p2f.cluster.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobGroup;
import org.p2f.catalog.job.JobGroups;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestService;
import org.p2f.catalog.test.Waiting;
import org.p2f.cluster.IndexedJobs;
import org.p2f.cluster.test.JobProgram;
import org.p2f.cluster.test.LocalIndexes;
import tools.jackson.databind.json.JsonMapper;

/** Jobs of a queue in processes of their own, some of which end before their time. */
class QueuedJobsTest {
  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  private final Path home;
  private final Path notes;
  private final LocalIndexes cluster;
  private final TestService worker;

  QueuedJobsTest(@TempDir Path home) throws IOException {
    this.home = home;
    notes = Files.createDirectory(home.resolve("notes"));
    worker = service().property("p2f.worker.concurrency", 0).start();
    cluster =
        new LocalIndexes(
            home,
            JobProgram.class,
            Stream.of(
                    "p2f.store.root=" + home.resolve("store"),
                    "p2f.workspace.root=" + home.resolve("work"),
                    "spring.datasource.url=" + database.url(),
                    "spring.datasource.username=" + database.username(),
                    "spring.datasource.password=" + database.password())
                .map("--"::concat)
                .toArray(String[]::new));
    cluster.tell("P2F_CATALOG_SERVICE", "training");
  }

  @AfterEach
  void end() {
    cluster.close();
    worker.close();
  }

  private TestService.Builder service() {
    return TestService.on(database, home).handler(new JobProgram.Note());
  }

  private List<String> submit(int jobs) {
    String plan = JsonMapper.shared().writeValueAsString(Map.of("folder", notes.toString()));
    return Stream.generate(() -> worker.submit("note", plan).id()).limit(jobs).toList();
  }

  private QueuedJobs queue(IndexedJobs on) {
    return new QueuedJobs(worker.bean(JobGroups.class), on, 2, Clock.systemUTC());
  }

  private void go() throws IOException {
    Files.createFile(notes.resolve("go"));
  }

  private List<JobGroup> groups() {
    List<JobGroup> all = new ArrayList<>();
    worker.bean(JobGroups.class).attend(all::add);
    return all;
  }

  /** Looks until no group is left. */
  private void lookToTheEnd(QueuedJobs queue) {
    Waiting.until(
        "the end of all groups",
        () -> {
          queue.look();
          return groups();
        },
        List::isEmpty);
  }

  private void begun(String job) {
    Waiting.until("job %s runs".formatted(job), () -> notes.resolve(job), Files::exists);
  }

  @Test
  void eachRunsInAProcessOfItsOwnAndOneThatIsKilledRunsAgainByItself() throws Exception {
    List<String> jobs = submit(3);
    QueuedJobs queue = queue(cluster);
    queue.look();
    String group = groups().getFirst().id();
    jobs.forEach(this::begun);
    kill(group, 1);
    go();
    lookToTheEnd(queue);
    assertThat(jobs.stream().map(worker::job))
        .allMatch(job -> job.state() == JobState.SUCCEEDED && job.artifacts().size() == 1);
    assertThat(jobs.stream().map(job -> worker.job(job).attempt())).containsExactly(1, 2, 1);
    assertThat(cluster.started()).containsExactly(0, 1, 1, 2);
    for (int number = 0; number < jobs.size(); number++) {
      assertThat(JobProgram.ranBy(notes, jobs.get(number)))
          .isEqualTo(cluster.process(group, number).pid());
    }
  }

  @Test
  void withOneOfThemCancelledWhatHasNotBegunIsEndedToo() throws Exception {
    List<String> jobs = submit(2);
    QueuedJobs queue = queue(cluster);
    queue.look();
    String group = groups().getFirst().id();
    jobs.forEach(this::begun);
    jobs.forEach(worker.jobs()::cancel);
    lookToTheEnd(queue);
    assertThat(jobs.stream().map(job -> worker.job(job).state())).containsOnly(JobState.CANCELLED);
    assertThat(worker.bean(JobGroups.class).gather(1)).isEmpty();
    assertThat(cluster.started()).containsExactly(0, 1);
    assertThat(group).startsWith("grp-");
  }

  @Test
  void whatSomebodyRemovedFromTheClusterIsTheWorkersAgain() throws Exception {
    List<String> jobs = submit(2);
    QueuedJobs queue = queue(cluster);
    queue.look();
    jobs.forEach(this::begun);
    cluster.delete(groups().getFirst().id());
    queue.look();
    assertThat(groups()).isEmpty();
    go();
    try (var own = service().start()) {
      assertThat(jobs.stream().map(own::await).map(Job::state)).containsOnly(JobState.SUCCEEDED);
      assertThat(JobProgram.ranBy(notes, jobs.getFirst())).isEqualTo(ProcessHandle.current().pid());
    }
  }

  @Test
  void whereTheClusterRefusesThemTheyAreTheWorkersAgain() throws Exception {
    List<String> jobs = submit(2);
    queue(new Refusing()).look();
    assertThat(groups()).isEmpty();
    go();
    try (var own = service().start()) {
      assertThat(jobs.stream().map(own::await).map(Job::state)).containsOnly(JobState.SUCCEEDED);
    }
  }

  @Test
  void aClusterThatDoesNotAnswerIsAskedAgain() throws Exception {
    List<String> jobs = submit(2);
    queue(new Away()).look();
    assertThat(groups()).singleElement().matches(group -> !group.started());
    go();
    lookToTheEnd(queue(cluster));
    assertThat(jobs.stream().map(job -> worker.job(job).state())).containsOnly(JobState.SUCCEEDED);
  }

  @Test
  void aJobWhoseProcessesAllDieFailsWithTheLastWords() throws Exception {
    List<String> jobs = submit(2);
    cluster.tell("P2F_CATALOG_SERVICE", "neither"); // so none gets as far as its job
    lookToTheEnd(queue(cluster));
    assertThat(jobs.stream().map(worker::job))
        .allSatisfy(
            job -> {
              assertThat(job.state()).isEqualTo(JobState.FAILED);
              assertThat(job.failure()).extracting(Job.Failure::code).isEqualTo("index-failed");
            });
    assertThat(cluster.started()).containsExactly(0, 0, 1, 1);
  }

  @Test
  void whatAJobWhoseProcessesAllDieHasDoneIsKept() throws Exception {
    List<String> jobs = submit(2);
    QueuedJobs queue = queue(cluster);
    queue.look();
    String group = groups().getFirst().id();
    jobs.forEach(this::begun);
    long first = kill(group, 1);
    Waiting.until(
        "it runs again",
        () -> {
          queue.look();
          return JobProgram.ranBy(notes, jobs.getLast());
        },
        process -> process != first);
    kill(group, 1);
    go();
    lookToTheEnd(queue);
    Job job = worker.job(jobs.getLast());
    assertThat(job.failure()).extracting(Job.Failure::code).isEqualTo("index-failed");
    var kept = worker.artifacts().find(job.artifacts().getFirst()).orElseThrow();
    assertThat(job.failure()).asString().contains("Go on from " + kept.id());
    assertThat(worker.artifacts().open(kept, JobProgram.HALF)).hasContent("half of " + job.id());
    assertThat(worker.job(jobs.getFirst()).state()).isEqualTo(JobState.SUCCEEDED);
  }

  private long kill(String group, int index) {
    return cluster.process(group, index).destroyForcibly().onExit().join().pid();
  }

  @Test
  void oneAloneIsTheWorkers() {
    submit(1);
    queue(cluster).look();
    assertThat(groups()).isEmpty();
    assertThat(cluster.works()).isEmpty();
  }

  /** A cluster that lets nobody start anything. */
  private static final class Refusing extends None {
    @Override
    public void start(Work work) {
      throw new JobFailure("cluster-refused", Blame.INFRASTRUCTURE, "forbidden", null);
    }
  }

  /** A cluster whose API server is away. */
  private static final class Away extends None {
    @Override
    public void start(Work work) throws IOException {
      throw new IOException("no route");
    }
  }

  private abstract static class None implements IndexedJobs {
    @Override
    public Look look(String id) {
      return new Look(State.MISSING, 0, List.of());
    }

    @Override
    public void delete(String id) {}
  }
}
