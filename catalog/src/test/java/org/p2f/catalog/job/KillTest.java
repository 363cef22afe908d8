package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.test.ChildProcess;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;

/** kill -9 of the process that works on a job. */
class KillTest {
  private static final Duration HEARTBEAT = Duration.ofMillis(500);
  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  @TempDir Path directory;

  @Test
  void anotherProcessGoesOnWhereAKilledOneStopped() throws Exception {
    String id;
    try (ChildProcess child =
        ChildProcess.start(
            Worker.class,
            database.url(),
            database.username(),
            database.password(),
            directory.toString())) {
      id = child.hear();
      assertThat(child.hear()).isEqualTo("step 3");
      child.kill();
    }
    Instant killed = Instant.now();

    try (TestService next =
        service(database, directory)
            .handler(new TestHandler("count", job -> count(job, 6)))
            .start()) {
      assertThat(next.job(id).state()).isEqualTo(JobState.RUNNING);
      Job ended = next.await(id);

      assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(ended.attempt()).isEqualTo(2);
      assertThat(next.artifacts().ofJob(id))
          .extracting(a -> a.name())
          .containsExactly("step 1", "step 2", "step 3", "step 4", "step 5", "step 6");
      assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(30));
      assertThat(directory.resolve("store/tmp").toFile().list()).hasSize(2); // ours and its lock
    }
  }

  private static TestService.Builder service(PostgresFixture.Database database, Path directory) {
    return TestService.on(database, directory)
        .property("p2f.worker.heartbeat", HEARTBEAT.toMillis() + "ms");
  }

  /** Does a step after the last that the workspace knows of, until the goal. */
  private static void count(JobExecution job, int goal) throws Exception {
    Path note = job.workspace().resolve("step");
    int step = Files.exists(note) ? Integer.parseInt(Files.readString(note)) : 0;
    while (step < goal) {
      step++;
      ArtifactDraft draft = job.draft(ArtifactKind.CHECKPOINT).name("step " + step);
      Files.writeString(draft.file("step.txt", "text/plain"), Integer.toString(step));
      job.publish(draft);
      Path half = Files.writeString(job.workspace().resolve("half"), Integer.toString(step));
      Files.move(half, note, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Submits a job, works on it as far as step 3, and waits to be killed. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] args) throws Exception {
      var database = new PostgresFixture.Database(args[0], args[1], args[2]);
      TestService service =
          service(database, Path.of(args[3]))
              .handler(
                  new TestHandler(
                      "count",
                      job -> {
                        count(job, 3);
                        job.draft(ArtifactKind.CHECKPOINT).file("half.txt", "text/plain");
                        ChildProcess.say("step 3");
                        ChildProcess.waitToBeKilled();
                      }))
              .start();
      ChildProcess.say(service.submit("count", "{}").id());
      ChildProcess.waitToBeKilled();
    }
  }
}
