package org.p2f.catalog.persistence;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.access.Visible;

/**
 * A page query, newest first: shows what the current caller may see, filters by equality, continues
 * behind a cursor, and costs one index range however long the table is. Table and column names are
 * the caller's constants; values are bound.
 */
public final class Keyset {
  public static final int MAX_LIMIT = 500;

  private final String table;
  private final int limit;
  private final @Nullable Cursor after;
  private final Map<String, Object> filters = new LinkedHashMap<>();
  private final List<String> absent = new ArrayList<>();
  private final Visible visible = Visible.now();

  /**
   * @param cursor null for the first page
   * @param limit 1 to {@value #MAX_LIMIT}
   * @throws org.p2f.catalog.InvalidCursor if the cursor is not one of ours
   */
  public Keyset(String table, @Nullable String cursor, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "Need 1 <= limit <= %d, got %d".formatted(MAX_LIMIT, limit));
    }
    this.table = table;
    this.limit = limit;
    this.after = cursor == null ? null : Cursor.parse(cursor);
  }

  /**
   * @param value null to leave the column unfiltered
   */
  public Keyset filter(String column, @Nullable Object value) {
    if (value != null) {
      filters.put(column, value);
    }
    return this;
  }

  /** Leaves out rows that have a value in that column. */
  public Keyset without(String column) {
    absent.add(column);
    return this;
  }

  public String sql() {
    var sql = new StringBuilder("select * from ").append(table);
    String joint = " where ";
    for (String column : absent) {
      sql.append(joint).append(column).append(" is null");
      joint = " and ";
    }
    if (!visible.everywhere()) {
      sql.append(joint).append("project in (:projects)");
      joint = " and ";
    }
    for (String column : filters.keySet()) {
      sql.append(joint).append(column).append(" = :").append(column);
      joint = " and ";
    }
    if (after != null) {
      sql.append(joint).append("(created_at, id) < (:afterTime, :afterId)");
    }
    return sql.append(" order by created_at desc, id desc limit :rows").toString();
  }

  /**
   * @param place where a row stands in the list
   */
  public <R> Page<R> fetch(EntityManager entities, Class<R> rowType, Function<R, Cursor> place) {
    NativeQuery<R> query = entities.unwrap(Session.class).createNativeQuery(sql(), rowType);
    filters.forEach(query::setParameter);
    if (!visible.everywhere()) {
      query.setParameterList("projects", visible.projects());
    }
    if (after != null) {
      query.setParameter("afterTime", after.createdAt()).setParameter("afterId", after.id());
    }
    query.setParameter("rows", limit + 1); // one more tells whether a page follows
    List<R> rows = query.getResultList();
    return Page.of(rows, limit, last -> place.apply(last).text());
  }
}
