package org.p2f.catalog.artifact;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Since when objects have been known to be without an artifact; for use in a transaction. */
class GarbageMarks {
  private final JdbcClient sql;
  private final ArtifactRows artifacts;

  GarbageMarks(JdbcClient sql, ArtifactRows artifacts) {
    this.sql = sql;
    this.artifacts = artifacts;
  }

  /** Whether a look is due; if so, it is the caller's. */
  boolean claim(Instant now, Duration interval) {
    return sql.sql(
                """
                update store_identity set collected_at = :now
                where coalesce(collected_at, adopted_at) <= :before
                """)
            .param("now", Timestamp.from(now))
            .param("before", Timestamp.from(now.minus(interval)))
            .update()
        == 1;
  }

  /** Keeps files from getting addresses or rows until the transaction ends. */
  void lockStore() {
    artifacts.lockStoreAlone(StoreLock.KEY);
  }

  /** Those that neither an artifact nor an unfinished upload has. */
  List<String> unlisted(Collection<String> objects) {
    Set<String> listed =
        objects.isEmpty()
            ? Set.of()
            : sql.sql("select sha256 from stored_file where sha256 in (:objects)")
                .param("objects", objects)
                .query((row, at) -> row.getString(1))
                .set();
    return objects.stream().filter(object -> !listed.contains(object)).toList();
  }

  /** Those that were given up on purpose: what had them was deleted and is erased. */
  Set<String> released(Collection<String> objects) {
    return objects.isEmpty()
        ? Set.of()
        : sql.sql("select sha256 from store_garbage where released and sha256 in (:objects)")
            .param("objects", objects)
            .query((row, at) -> row.getString(1))
            .set();
  }

  /** Marks objects that have no mark yet. */
  void mark(Collection<String> objects, Instant now) {
    for (String object : objects) {
      sql.sql(
              "insert into store_garbage (sha256, marked_at) values (:sha256, :now) on conflict do nothing")
          .param("sha256", object)
          .param("now", Timestamp.from(now))
          .update();
    }
  }

  void unmark(Collection<String> objects) {
    if (!objects.isEmpty()) {
      sql.sql("delete from store_garbage where sha256 in (:objects)")
          .param("objects", objects)
          .update();
    }
  }

  /** Those marked at that time or before, and those released. */
  List<String> markedUntil(Instant time) {
    return sql.sql(
            """
            select sha256 from store_garbage where marked_at <= :time or released
            order by marked_at
            """)
        .param("time", Timestamp.from(time))
        .query((row, at) -> row.getString("sha256"))
        .list();
  }
}
