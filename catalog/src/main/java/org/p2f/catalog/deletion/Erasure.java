package org.p2f.catalog.deletion;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Erases what a deletion holds; for use in a transaction. Files that nothing else has are released:
 * the next look for garbage moves them into the trash.
 */
class Erasure {
  private final JdbcClient sql;

  Erasure(JdbcClient sql) {
    this.sql = sql;
  }

  void erase(String deletionId, Instant now) {
    sql.sql(
            """
            insert into store_garbage (sha256, marked_at, released)
            select distinct f.sha256, cast(:now as timestamptz), true
            from artifact_file f join artifact a on a.id = f.artifact_id
            where a.deletion_id = :deletion and not exists (
              select from artifact_file other join artifact b on b.id = other.artifact_id
              where other.sha256 = f.sha256 and b.deletion_id is distinct from :deletion)
            on conflict (sha256) do update set released = true
            """)
        .param("now", Timestamp.from(now))
        .param("deletion", deletionId)
        .update();
    // What else is known of jobs and studies goes with their rows.
    for (String statement :
        List.of(
            "delete from artifact_alias using artifact a where artifact_id = a.id",
            "delete from artifact_file using artifact a where artifact_id = a.id",
            "delete from job a where true",
            "delete from study a where true",
            "delete from training_sweep a where true")) {
      sql.sql(statement + " and a.deletion_id = :deletion").param("deletion", deletionId).update();
    }
  }

  /** Keys by which jobs and studies were asked for may be used for others. */
  void forgetKeys(Collection<String> ids) {
    sql.sql("delete from idempotency_key where job_id in (:ids)").param("ids", ids).update();
    sql.sql("delete from study_key where study_id in (:ids)").param("ids", ids).update();
  }

  /** Keys that were used before that time. */
  int forgetKeys(Instant before) {
    return sql.sql("delete from idempotency_key where created_at < :before")
            .param("before", Timestamp.from(before))
            .update()
        + sql.sql("delete from study_key where created_at < :before")
            .param("before", Timestamp.from(before))
            .update();
  }
}
