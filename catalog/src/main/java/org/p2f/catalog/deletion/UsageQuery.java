package org.p2f.catalog.deletion;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.p2f.catalog.access.Visible;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Asks the database what takes room. */
public class UsageQuery {
  private static final int MOST = 10;

  /** What is there, how large it is, and whether nothing that is there needs it. */
  private static final String SIZED =
      """
      with needed as (
        select d.needed from dependence d join thing n on n.id = d.needing
        where n.deletion_id is null and d.needed is not null
        union
        select artifact_id from artifact_alias),
      sized as (
        select a.id, lower(a.kind) as kind, a.name, a.created_at, n.needed is null as free,
               (select coalesce(sum(f.bytes), 0) from artifact_file f where f.artifact_id = a.id)
                 as bytes
        from artifact a left join needed n on n.needed = a.id
        where a.deletion_id is null and (:everywhere or a.project in (:projects)))
      """;

  private final JdbcClient sql;
  private final TransactionTemplate transaction;

  UsageQuery(JdbcClient sql, TransactionTemplate transaction) {
    this.sql = sql;
    this.transaction = transaction;
  }

  /** As it is now. */
  public Usage read() {
    return Objects.requireNonNull(
        transaction.execute(
            status ->
                new Usage(
                    bytes("true"),
                    bytes("every(a.deletion_id is not null)"),
                    kinds(),
                    largest("true"),
                    largest("free"))));
  }

  /** Of the files whose artifacts together meet that condition, each counted once. */
  private long bytes(String condition) {
    return sql.sql(
            """
            select coalesce(sum(bytes), 0) from (
              select f.sha256, f.bytes from artifact_file f join artifact a on a.id = f.artifact_id
              where :everywhere or a.project in (:projects)
              group by f.sha256, f.bytes having %s) files
            """
                .formatted(condition))
        .params(Visible.now().parameters())
        .query(Long.class)
        .single();
  }

  private List<Usage.OfKind> kinds() {
    return sql.sql(
            SIZED
                + """
                select kind, count(*) as number, sum(bytes) as bytes,
                       coalesce(sum(bytes) filter (where free), 0) as free_bytes
                from sized group by kind order by bytes desc, kind
                """)
        .params(Visible.now().parameters())
        .query(
            (row, at) ->
                new Usage.OfKind(
                    row.getString("kind"),
                    row.getLong("number"),
                    row.getLong("bytes"),
                    row.getLong("free_bytes")))
        .list();
  }

  private List<Usage.OfArtifact> largest(String condition) {
    return sql.sql(
            SIZED
                + "select * from sized where %s order by bytes desc, id limit %d"
                    .formatted(condition, MOST))
        .params(Visible.now().parameters())
        .query(UsageQuery::artifact)
        .list();
  }

  private static Usage.OfArtifact artifact(ResultSet row, int number) throws SQLException {
    return new Usage.OfArtifact(
        row.getString("id"),
        row.getString("kind"),
        row.getString("name"),
        row.getLong("bytes"),
        row.getTimestamp("created_at").toInstant());
  }
}
