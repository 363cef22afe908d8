package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;

/** The question by which the chart's workers are scaled, asked of the tables that it names. */
class ScalingQueryTest {
  private static final Path QUERY = Path.of("..", "k8s", "chart", "scaling", "jobs.sql");

  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  @TempDir Path directory;

  private long wanted(String service) throws Exception {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(Files.readString(QUERY).replace("SERVICE", service))) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  @Test
  void aWorkerIsWantedForEveryJobThatWaitsOrRuns() throws Exception {
    var running = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    var handler =
        new TestHandler(
            "train",
            _ -> {
              running.countDown();
              over.await();
            });
    try (var service = TestService.on(database, directory).handler(handler).start()) {
      assertThat(wanted("training")).isZero();
      service.submit("train", "{}");
      running.await();
      service.submit("train", "{}");
      var last = service.submit("train", "{}").id();
      assertThat(wanted("training")).isEqualTo(3);
      assertThat(wanted("downstream")).isZero();
      over.countDown();
      service.await(last);
      assertThat(wanted("training")).isZero();
    }
  }

  @Test
  void aStudyThatWaitsForOthersKeepsItsDriver() throws Exception {
    try (var _ = TestService.on(database, directory).start();
        var connection = database.connect();
        var statement = connection.createStatement()) {
      for (var id : new String[] {"std-1", "std-2"}) {
        statement.execute(
            """
            insert into study (id, name, state, plan, steps, project, created_at, updated_at)
            values ('%s', 'x', 'RUNNING', '{}', '[]', 'default', now(), now())
            """
                .formatted(id));
      }
      assertThat(wanted("downstream")).isEqualTo(1);
      assertThat(wanted("training")).isZero();
      statement.execute("update study set state = 'SUCCEEDED'");
      assertThat(wanted("downstream")).isZero();
    }
  }
}
