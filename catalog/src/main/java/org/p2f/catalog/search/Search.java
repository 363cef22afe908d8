package org.p2f.catalog.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.p2f.catalog.access.Visible;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Searches names, aliases and ids of what the current caller may see. Reads every name once. */
public class Search {
  /** The most that is found at once. */
  public static final int MAX_FOUND = 100;

  /** Longest text that is searched for. */
  public static final int MAX_LENGTH = 200;

  private final JdbcClient sql;

  Search(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * What is called so: in its name or its alias, in any case, or by the beginning of its id.
   *
   * @param text 1 to {@value #MAX_LENGTH} characters
   * @param limit 1 to {@value #MAX_FOUND}
   * @return whole names first, then newest first
   */
  public List<Found> find(String text, int limit) {
    String sought = text.strip().toLowerCase(Locale.ROOT);
    return sql.sql(
            """
            select t.*, n.alias
            from thing t
            left join (
              select artifact_id, min(alias) as alias from artifact_alias
              where position(:text in alias) > 0 group by artifact_id) n on n.artifact_id = t.id
            where t.deletion_id is null
              and (position(:text in lower(t.name)) > 0 or n.alias is not null
                   or starts_with(t.id, :text))
              and %s
            order by (lower(t.name) = :text or n.alias = :text or t.id = :text) is true desc,
                     t.created_at desc, t.id desc
            limit :limit
            """
                .formatted(Visible.now().sql("t")))
        .params(Visible.now().parameters())
        .param("text", sought)
        .param("limit", limit)
        .query(Search::found)
        .list();
  }

  private static Found found(ResultSet row, int number) throws SQLException {
    return new Found(
        row.getString("id"),
        row.getString("kind"),
        row.getString("name"),
        row.getString("alias"),
        row.getString("project"),
        row.getTimestamp("created_at").toInstant());
  }
}
