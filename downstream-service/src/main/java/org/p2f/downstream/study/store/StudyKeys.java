package org.p2f.downstream.study.store;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.p2f.catalog.job.IdempotencyConflict;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.stereotype.Component;

/** Keys by which callers make asking for a study safe to repeat; used within a transaction. */
@Component
class StudyKeys {
  /** How long a request waits for another with the same key before it is told of it. */
  private static final Duration KEY_WAIT = Duration.ofSeconds(2);

  private final JdbcClient jdbc;

  StudyKeys(DataSource dataSource) {
    var template = new JdbcTemplate(dataSource);
    // The default knows Postgres' lock timeout as an uncategorized error only.
    template.setExceptionTranslator(new SQLErrorCodeSQLExceptionTranslator(dataSource));
    this.jdbc = JdbcClient.create(template);
  }

  /**
   * Takes a key for a new study, or finds the study that it leads to.
   *
   * @param subject the caller; empty if unknown
   * @param body digest of what is asked for
   * @param id of the new study
   * @return the earlier study's id; empty if the key is taken now
   * @throws IdempotencyConflict if it was used with another body, or by a request still in flight
   */
  Optional<String> take(String subject, String key, String body, String id, Instant now) {
    try {
      return insert(subject, key, body, id, now) == 1
          ? Optional.empty()
          : Optional.of(earlier(subject, key, body));
    } catch (PessimisticLockingFailureException e) {
      throw new IdempotencyConflict(key, IdempotencyConflict.Kind.IN_FLIGHT);
    }
  }

  private int insert(String subject, String key, String body, String id, Instant now) {
    jdbc.sql("select set_config('lock_timeout', :milliseconds, true)")
        .param("milliseconds", Long.toString(KEY_WAIT.toMillis()))
        .query(String.class)
        .single();
    return jdbc.sql(
            """
            insert into study_key (subject, key, body_sha256, study_id, created_at)
            values (:subject, :key, :body, :study, :at) on conflict do nothing
            """)
        .param("subject", subject)
        .param("key", key)
        .param("body", body)
        .param("study", id)
        .param("at", Timestamp.from(now))
        .update();
  }

  private String earlier(String subject, String key, String body) {
    return jdbc.sql(
            """
            select study_id from study_key
            where subject = :subject and key = :key and body_sha256 = :body
            """)
        .param("subject", subject)
        .param("key", key)
        .param("body", body)
        .query(String.class)
        .optional()
        .orElseThrow(() -> new IdempotencyConflict(key, IdempotencyConflict.Kind.OTHER_BODY));
  }
}
