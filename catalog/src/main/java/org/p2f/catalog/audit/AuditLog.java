package org.p2f.catalog.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.InvalidCursor;
import org.p2f.catalog.Page;
import org.p2f.catalog.ServiceRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The audit log: a table that can only be added to, and the logger {@code p2f.audit}. */
public class AuditLog {
  private static final Logger stream = LoggerFactory.getLogger("p2f.audit");

  private final JdbcClient sql;
  private final ServiceRole service;
  private final Clock clock;

  AuditLog(JdbcClient sql, ServiceRole service, Clock clock) {
    this.sql = sql;
    this.service = service;
    this.clock = clock;
  }

  /**
   * What is known of one request.
   *
   * @param subject as in {@link AuditEntry}, like all others
   */
  public record Request(
      @Nullable String subject,
      @Nullable String actingFor,
      @Nullable String project,
      String method,
      String path,
      int status,
      @Nullable String address,
      @Nullable String correlationId) {}

  /** Adds a request. While the database is away, the log stream alone has it. */
  public void add(Request request) {
    stream.info(
        "{} {} {} by {} for {} in {} from {} ({})",
        request.method(),
        request.path(),
        request.status(),
        request.subject(),
        request.actingFor(),
        request.project(),
        request.address(),
        request.correlationId());
    try {
      sql.sql(
              """
              insert into audit (at, service, subject, acting_for, project, method, path, status,
                                 address, correlation_id)
              values (:at, :service, :subject, :for, :project, :method, :path, :status,
                      :address, :correlation)
              """)
          .param("at", Timestamp.from(clock.instant()))
          .param("service", service.serviceName())
          .param("subject", request.subject())
          .param("for", request.actingFor())
          .param("project", request.project())
          .param("method", request.method())
          .param("path", request.path())
          .param("status", request.status())
          .param("address", request.address())
          .param("correlation", request.correlationId())
          .update();
    } catch (DataAccessException e) {
      stream.warn("Not in the table: {}", e.getMessage());
    }
  }

  /**
   * Newest first, of all services.
   *
   * @param subject whose requests, or those made in his name; null for all
   * @param cursor {@link Page#nextCursor()} of the page before; null for the first
   * @param limit 1 to 500
   * @throws InvalidCursor if the cursor is not one of ours
   */
  public Page<AuditEntry> list(@Nullable String subject, @Nullable String cursor, int limit) {
    List<AuditEntry> rows =
        sql.sql(
                """
                select * from audit
                where id < :before
                  and (cast(:subject as text) is null or :subject in (subject, acting_for))
                order by id desc limit :rows
                """)
            .param("before", cursor == null ? Long.MAX_VALUE : before(cursor))
            .param("subject", subject)
            .param("rows", limit + 1)
            .query(AuditLog::entry)
            .list();
    return Page.of(rows, limit, last -> Long.toString(last.id()));
  }

  private static long before(String cursor) {
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw new InvalidCursor(cursor);
    }
  }

  private static AuditEntry entry(ResultSet row, int number) throws SQLException {
    return new AuditEntry(
        row.getLong("id"),
        row.getTimestamp("at").toInstant(),
        row.getString("service"),
        row.getString("subject"),
        row.getString("acting_for"),
        row.getString("project"),
        row.getString("method"),
        row.getString("path"),
        row.getInt("status"),
        row.getString("address"),
        row.getString("correlation_id"));
  }
}
