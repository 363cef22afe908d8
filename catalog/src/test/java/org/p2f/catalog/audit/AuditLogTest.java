package org.p2f.catalog.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestService;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was added is read back, and nobody takes it away. */
class AuditLogTest {
  @TempDir Path directory;

  @Test
  void entriesComeNewestFirstInPages() {
    try (var service = TestService.on(PostgresFixture.newDatabase(), directory).start()) {
      var log = service.bean(AuditLog.class);
      log.add(request("ada", null, "/v1/datasets"));
      log.add(request("services", "ada", "/v1/training-runs"));
      log.add(request("ben", null, "/v1/jobs/trn-1/cancel"));
      var first = log.list(null, null, 2);
      assertThat(first.items()).extracting(AuditEntry::subject).containsExactly("ben", "services");
      assertThat(log.list(null, first.nextCursor(), 2).items())
          .extracting(AuditEntry::subject, AuditEntry::service, AuditEntry::status)
          .containsExactly(tuple("ada", "training", 202));
      assertThat(log.list("ada", null, 9).items())
          .extracting(AuditEntry::path)
          .containsExactly("/v1/training-runs", "/v1/datasets");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"update audit set subject = 'eve'", "delete from audit", "truncate audit"})
  void nothingIsChangedOrRemoved(String sql) {
    try (var service = TestService.on(PostgresFixture.newDatabase(), directory).start()) {
      service.bean(AuditLog.class).add(request("ada", null, "/v1/datasets"));
      assertThatThrownBy(() -> service.bean(JdbcClient.class).sql(sql).update())
          .hasMessageContaining("append-only");
    }
  }

  private static AuditLog.Request request(String subject, @Nullable String actingFor, String path) {
    return new AuditLog.Request(subject, actingFor, "birds", "POST", path, 202, "192.0.2.7", "c-1");
  }
}
