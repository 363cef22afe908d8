package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database that breaks its connections under a running job. */
class LostDatabaseTest {
  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  @TempDir Path directory;

  @Test
  void jobIsClaimedAgainWhenTheDatabaseIsBack() {
    TestService[] self = new TestService[1];
    try (TestService service =
        TestService.on(database, directory)
            .handler(
                new TestHandler(
                    "run",
                    job -> {
                      if (job.attempt() == 1) {
                        job.fenced(() -> breakConnection(self[0].bean(JdbcClient.class)));
                      }
                    }))
            .start()) {
      self[0] = service;

      Job ended = service.await(service.submit("run", "{}").id());

      assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(ended.attempt()).isEqualTo(2);
    }
  }

  /** Ends the connection of the transaction that it is called in. */
  private void breakConnection(JdbcClient sql) {
    int victim = sql.sql("select pg_backend_pid()").query(Integer.class).single();
    try (Connection other = database.connect();
        var statement = other.createStatement()) {
      statement.execute("select pg_terminate_backend(%d, 5000)".formatted(victim));
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot break the connection", e);
    }
    sql.sql("select 1").query(Integer.class).single();
  }
}
