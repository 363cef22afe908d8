package org.p2f.catalog.deletion;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.access.Visible;
import org.p2f.catalog.persistence.Cursor;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The deletions in the database; for use in a transaction. */
class DeletionRows {
  private static final String BYTES =
      """
      select d.*, (select coalesce(sum(bytes), 0) from (
        select distinct f.sha256, f.bytes from artifact a join artifact_file f
        on f.artifact_id = a.id where a.deletion_id = d.id) files) as bytes
      from deletion d
      """;

  private final JdbcClient sql;
  private final Things things;

  DeletionRows(JdbcClient sql, Things things) {
    this.sql = sql;
    this.things = things;
  }

  void insert(Deletion deletion) {
    sql.sql(
            """
            insert into deletion
              (id, thing_id, kind, name, deleted_by, created_at, restorable_until, project)
            values (:id, :thing, :kind, :name, :by, :at, :until, :project)
            """)
        .param("id", deletion.id())
        .param("thing", deletion.thingId())
        .param("kind", deletion.kind())
        .param("name", deletion.name())
        .param("by", deletion.deletedBy())
        .param("at", Timestamp.from(deletion.deletedAt()))
        .param("until", Timestamp.from(deletion.restorableUntil()))
        .param("project", deletion.project())
        .update();
  }

  Optional<Deletion> find(String id) {
    return sql.sql(BYTES + "where d.id = :id")
        .param("id", id)
        .query(this::deletion)
        .optional()
        .filter(deletion -> Callers.current().sees(deletion.project()));
  }

  Page<Deletion> list(@Nullable String cursor, int limit) {
    Cursor after = cursor == null ? null : Cursor.parse(cursor);
    String where =
        after == null
            ? "where d.erased_at is null and "
            : "where d.erased_at is null and (d.created_at, d.id) < (:at, :id) and ";
    var visible = Visible.now();
    var query =
        sql.sql(
                BYTES
                    + where
                    + visible.sql("d")
                    + " order by d.created_at desc, d.id desc limit :rows")
            .params(visible.parameters())
            .param("rows", limit + 1);
    if (after != null) {
      query = query.param("at", Timestamp.from(after.createdAt())).param("id", after.id());
    }
    List<Deletion> rows = query.query(this::deletion).list();
    return Page.of(rows, limit, last -> new Cursor(last.deletedAt(), last.id()).text());
  }

  /** Those whose time is over, oldest first. */
  List<String> due(Instant now) {
    return sql.sql(
            """
            select id from deletion where erased_at is null and restorable_until <= :now
            order by restorable_until
            """)
        .param("now", Timestamp.from(now))
        .query((row, at) -> row.getString(1))
        .list();
  }

  void remove(String id) {
    sql.sql("delete from deletion where id = :id").param("id", id).update();
  }

  void erased(String id, Instant now) {
    sql.sql("update deletion set erased_at = :now where id = :id")
        .param("now", Timestamp.from(now))
        .param("id", id)
        .update();
  }

  private Deletion deletion(ResultSet row, int number) throws SQLException {
    Timestamp erased = row.getTimestamp("erased_at");
    String id = row.getString("id");
    return new Deletion(
        id,
        row.getString("thing_id"),
        row.getString("kind"),
        row.getString("name"),
        row.getString("deleted_by"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("restorable_until").toInstant(),
        erased == null ? null : erased.toInstant(),
        erased == null ? things.of(id) : List.of(),
        row.getLong("bytes"),
        row.getString("project"));
  }
}
