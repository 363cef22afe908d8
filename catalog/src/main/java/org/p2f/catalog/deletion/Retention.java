package org.p2f.catalog.deletion;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.p2f.catalog.artifact.ArtifactKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes by the operator's rules, and erases what was deleted long enough ago. */
class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  /** Whom rules delete in the name of. */
  static final String RETENTION = "retention";

  private final JdbcClient sql;
  private final Deletions deletions;
  private final RetentionProperties properties;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Retention(
      JdbcClient sql,
      Deletions deletions,
      RetentionProperties properties,
      TransactionTemplate transaction,
      Clock clock) {
    this.sql = sql;
    this.deletions = deletions;
    this.properties = properties;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Does all that is due. */
  void apply() {
    properties.artifacts().forEach(this::apply);
    RetentionProperties.Rule jobs = properties.jobs();
    if (jobs != null) {
      apply(
          Deletable.JOB,
          jobs,
          "from job where state in ('SUCCEEDED', 'FAILED', 'CANCELLED') and deletion_id is null");
    }
    int erased = deletions.eraseDue();
    Instant before = clock.instant().minus(properties.idempotencyKeys());
    transaction.executeWithoutResult(status -> new Erasure(sql).forgetKeys(before));
    if (erased > 0) {
      log.info("Erased what {} deletions held; its files go into the trash next", erased);
    }
  }

  private void apply(ArtifactKind kind, RetentionProperties.Rule rule) {
    apply(
        Deletable.ARTIFACT,
        rule,
        "from artifact where kind = '%s' and deletion_id is null".formatted(kind));
  }

  private void apply(Deletable kind, RetentionProperties.Rule rule, String from) {
    long deleted = due(rule, from).stream().filter(id -> isDeleted(kind, id)).count();
    if (deleted > 0) {
      log.info("Deleted {} {}s as p2f.retention says", deleted, kind);
    }
  }

  /** Those beyond the rule, oldest first: what needs others goes before them. */
  private List<String> due(RetentionProperties.Rule rule, String from) {
    Instant before = rule.age() == null ? Instant.EPOCH : clock.instant().minus(rule.age());
    int number = rule.number() == null ? Integer.MAX_VALUE : rule.number();
    return transaction.execute(
        status ->
            sql.sql(
                    """
                    select id from (
                      select id, created_at, row_number() over (order by created_at desc, id desc)
                        as place %s) ranked
                    where created_at < :before or place > :number order by created_at, id
                    """
                        .formatted(from))
                .param("before", Timestamp.from(before))
                .param("number", number)
                .query((row, at) -> row.getString(1))
                .list());
  }

  private boolean isDeleted(Deletable kind, String id) {
    try {
      return deletions.delete(kind, id, false, RETENTION).isPresent();
    } catch (NotDeleted needed) {
      log.debug("Kept {}: {}", id, needed.getMessage());
      return false;
    }
  }
}
