package org.p2f.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;

class StartTest {
  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  @TempDir Path directory;

  @RepeatedTest(5)
  void threeMigrationsAtOnceOfAnEmptyDatabaseAllEnd() throws Exception {
    var together = new CyclicBarrier(3);
    List<Future<MigrateResult>> migrations = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(3)) {
      for (int i = 0; i < 3; i++) {
        migrations.add(
            threads.submit(
                () -> {
                  Flyway flyway = flyway();
                  together.await();
                  return flyway.migrate();
                }));
      }
    }
    // Flyway locks per migration, so services may share them; none may run twice or be left out.
    assertThat(migrations).extracting(Future::resultNow).allMatch(result -> result.success);
    assertThat(flyway().info().pending()).isEmpty();
    assertThat(migrations.stream().mapToInt(each -> each.resultNow().migrationsExecuted).sum())
        .isEqualTo(flyway().info().applied().length);
  }

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource(database.url(), database.username(), database.password())
        .locations("db/migration/catalog", "db/migration/training", "db/migration/downstream")
        .load();
  }

  @ParameterizedTest
  @EnumSource
  void serviceRunsItsJobsWithAModestPool(ServiceRole role) {
    try (TestService service = start(role)) {
      Job job = service.submit("nothing", "{}");
      assertThat(job.id()).startsWith(role.jobPrefix() + "-");
      assertThat(service.await(job.id()).state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(service.bean(HikariDataSource.class).getMaximumPoolSize()).isEqualTo(10);
    }
  }

  @Test
  void servicesDoNotSeeEachOthersJobs() {
    try (TestService training = start(ServiceRole.TRAINING);
        TestService downstream = start(ServiceRole.DOWNSTREAM)) {
      Job job = training.submit("nothing", "{}");
      assertThat(downstream.jobs().find(job.id())).isEmpty();
      assertThat(downstream.jobs().list(null, null, null, 10).items()).isEmpty();
      assertThat(downstream.jobs().cancel(job.id())).isEmpty();
      assertThat(training.await(job.id()).id()).startsWith("trn-");
      assertThat(downstream.submit("nothing", "{}").id()).startsWith("dwn-");
    }
  }

  @Test
  void serviceWithoutARoleDoesNotStart() {
    assertThatThrownBy(
            () -> TestService.on(database, directory).property("p2f.catalog.service", "").start())
        .rootCause()
        .hasMessageContaining("p2f.catalog.service");
  }

  private TestService start(ServiceRole role) {
    return TestService.on(database, directory)
        .property("p2f.catalog.service", role.serviceName())
        .handler(new TestHandler("nothing", job -> {}))
        .start();
  }
}
