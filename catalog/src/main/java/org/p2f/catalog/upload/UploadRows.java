package org.p2f.catalog.upload;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.persistence.Cursor;
import org.p2f.catalog.persistence.Identifier;
import org.p2f.catalog.storage.SealedFile;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The resumable uploads in the database, as far as the current caller is a member of their
 * projects.
 */
class UploadRows {
  private static final String PREFIX = "rup";
  private static final String SELECT =
      """
      select u.*, coalesce((
        select sum(bytes) from upload_part p where p.resumable_upload_id = u.id), 0) as came
      from resumable_upload u
      where (:everywhere or u.project in (:projects)) and\s""";

  private final JdbcClient sql;
  private final Duration keep;

  UploadRows(JdbcClient sql, Duration keep) {
    this.sql = sql;
    this.keep = keep;
  }

  /** Returns the id. */
  String insert(String name, long bytes, String metadata, @Nullable String sha256, Instant now) {
    Caller caller = Callers.current();
    String id = Identifier.next(PREFIX, now);
    sql.sql(
            """
            insert into resumable_upload (id, name, bytes, metadata, sha256, owner, project, created_at, changed_at)
            values (:id, :name, :bytes, :metadata, :sha256, :owner, :project, :now, :now)
            """)
        .param("id", id)
        .param("name", name)
        .param("bytes", bytes)
        .param("metadata", metadata)
        .param("sha256", sha256)
        .param("owner", caller.subject())
        .param("project", caller.project())
        .param("now", Timestamp.from(now))
        .update();
    return id;
  }

  Optional<ResumableUpload> find(String id) {
    return Identifier.isPossible(id)
        ? select("u.id = :id").param("id", id).query(this::upload).optional()
        : Optional.empty();
  }

  Page<ResumableUpload> list(@Nullable String cursor, int limit) {
    Cursor after = cursor == null ? Cursor.FIRST : Cursor.parse(cursor);
    List<ResumableUpload> rows =
        select(
                "(u.created_at, u.id) < (:at, :id) order by u.created_at desc, u.id desc limit :rows")
            .param("at", Timestamp.from(after.createdAt()))
            .param("id", after.id())
            .param("rows", limit + 1)
            .query(this::upload)
            .list();
    return Page.of(rows, limit, last -> new Cursor(last.createdAt(), last.id()).text());
  }

  /** As {@link #find}, and nobody else changes it until the transaction ends. */
  Optional<ResumableUpload> hold(String id) {
    sql.sql("select from resumable_upload where id = :id for update")
        .param("id", id)
        .query((row, at) -> true)
        .list();
    return find(id);
  }

  void addPart(String id, long start, SealedFile part, Instant now) {
    sql.sql(
            """
            insert into upload_part (resumable_upload_id, start, bytes, sha256)
            values (:id, :start, :bytes, :sha256)
            """)
        .param("id", id)
        .param("start", start)
        .param("bytes", part.bytes())
        .param("sha256", part.sha256())
        .update();
    sql.sql("update resumable_upload set changed_at = :now where id = :id")
        .param("now", Timestamp.from(now))
        .param("id", id)
        .update();
  }

  /** Addresses of the parts in the store, in the order of the file. */
  List<String> parts(String id) {
    return sql.sql("select sha256 from upload_part where resumable_upload_id = :id order by start")
        .param("id", id)
        .query((row, at) -> row.getString(1))
        .list();
  }

  /** Notes what it has become, and gives its parts up. */
  void finish(String id, String artifactId, Instant now) {
    release(List.of(id), now);
    sql.sql("delete from upload_part where resumable_upload_id = :id").param("id", id).update();
    sql.sql("update resumable_upload set made = :made, changed_at = :now where id = :id")
        .param("made", artifactId)
        .param("now", Timestamp.from(now))
        .param("id", id)
        .update();
  }

  /** Removes uploads with their parts. */
  void remove(Collection<String> ids, Instant now) {
    release(ids, now);
    sql.sql("delete from resumable_upload where id in (:ids)").param("ids", ids).update();
  }

  /** Those that no part has come for since then, held to the end of the transaction. */
  List<String> unchangedSince(Instant time) {
    return sql.sql(
            """
            select id from resumable_upload where changed_at < :time
            for update skip locked limit 1000
            """)
        .param("time", Timestamp.from(time))
        .query((row, at) -> row.getString(1))
        .list();
  }

  /** The next look for garbage takes the parts that nothing else has. */
  private void release(Collection<String> ids, Instant now) {
    sql.sql(
            """
            insert into store_garbage (sha256, marked_at, released)
            select distinct p.sha256, cast(:now as timestamptz), true
            from upload_part p
            where p.resumable_upload_id in (:ids)
              and not exists (select from artifact_file f where f.sha256 = p.sha256)
              and not exists (
                select from upload_part o
                where o.sha256 = p.sha256 and o.resumable_upload_id not in (:ids))
            on conflict (sha256) do update set released = true
            """)
        .param("now", Timestamp.from(now))
        .param("ids", ids)
        .update();
  }

  /** What is in the public project is its members' too: nobody else has to see halves of files. */
  private JdbcClient.StatementSpec select(String condition) {
    Caller caller = Callers.current();
    return sql.sql(SELECT + condition)
        .param("everywhere", caller.everywhere())
        .param("projects", caller.projects().isEmpty() ? Set.of("") : caller.projects());
  }

  private ResumableUpload upload(ResultSet row, int number) throws SQLException {
    Instant changed = row.getTimestamp("changed_at").toInstant();
    String made = row.getString("made");
    long bytes = row.getLong("bytes");
    return new ResumableUpload(
        row.getString("id"),
        row.getString("name"),
        bytes,
        row.getString("metadata"),
        row.getString("sha256"),
        made == null ? row.getLong("came") : bytes,
        made,
        row.getString("project"),
        row.getTimestamp("created_at").toInstant(),
        changed,
        changed.plus(keep));
  }
}
