package org.p2f.catalog.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.test.ChildProcess;
import org.p2f.catalog.test.HookReceiver;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;

/** kill -9 of the process whose job has ended, before and while its receiver is told. */
@Timeout(180)
class WebhookKillTest {
  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  @TempDir Path directory;

  private static TestService.Builder service(
      PostgresFixture.Database database, Path directory, String origin, String poll) {
    return TestService.on(database, directory)
        .property("p2f.webhooks.targets", origin)
        .property("p2f.webhooks.private-networks", "127.0.0.0/8")
        .property("p2f.webhooks.patience", "1s")
        .property("p2f.webhooks.poll", poll)
        .handler(new TestHandler("training", job -> {}));
  }

  @Test
  void endThatWasRecordedIsToldThoughItsProcessWasKilledBefore() throws Exception {
    try (var receiver = new HookReceiver()) {
      String job = killedAfter(receiver, "1h");
      assertThat(receiver.received()).isEmpty();
      try (TestService next = service(database, directory, receiver.origin(), "20ms").start()) {
        assertThat(next.job(job).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(receiver.await(1).getFirst().body()).contains(job);
      }
    }
  }

  /**
   * Nobody can know whether the receiver has heard of it, so he is told again, with the same id.
   */
  @Test
  void processThatIsKilledWhileItTellsLeavesItToTheNext() throws Exception {
    try (var receiver = new HookReceiver()) {
      receiver.answer(
          (number, exchange) -> {
            if (number == 1) {
              try { // the child waits for an answer, and is killed
                Thread.sleep(5_000);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
            exchange.sendResponseHeaders(200, -1);
          });
      String job = killedAfter(receiver, "20ms");
      receiver.await(1);
      try (TestService next = service(database, directory, receiver.origin(), "20ms").start()) {
        List<HookReceiver.Received> told = receiver.await(2);
        assertThat(told.stream().map(HookReceiver.Received::id).distinct()).hasSize(1);
        assertThat(told.getLast().body()).contains(job);
        assertThat(next.job(job).state()).isEqualTo(JobState.SUCCEEDED);
      }
    }
  }

  /** Returns the id of a job that a killed process has ended. */
  private String killedAfter(HookReceiver receiver, String poll) throws Exception {
    try (ChildProcess child =
        ChildProcess.start(
            Worker.class,
            database.url(),
            database.username(),
            database.password(),
            directory.toString(),
            receiver.url().toString(),
            receiver.origin(),
            poll)) {
      String job = child.hear();
      if (!poll.equals("1h")) {
        receiver.await(1);
      }
      child.kill();
      return job;
    }
  }

  /** Registers a webhook, ends a job, and waits to be killed. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] args) throws Exception {
      var database = new PostgresFixture.Database(args[0], args[1], args[2]);
      TestService service = service(database, Path.of(args[3]), args[5], args[6]).start();
      var _ =
          service
              .bean(Webhooks.class)
              .register(URI.create(args[4]), List.of(), List.of(), null)
              .orElseThrow();
      String job = service.submit("training", "{}").id();
      service.await(job);
      ChildProcess.say(job);
      ChildProcess.waitToBeKilled();
    }
  }
}
