package org.p2f.catalog.access;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a caller may see, as a condition of SQL.
 *
 * @param everywhere whether that is everything
 * @param projects what it is otherwise
 */
public record Visible(boolean everywhere, Collection<String> projects) {

  /** What the current caller may see. */
  public static Visible now() {
    Caller caller = Callers.current();
    Set<String> projects = new TreeSet<>(caller.projects());
    projects.add(Caller.PUBLIC);
    return new Visible(caller.everywhere(), projects);
  }

  /**
   * A condition with the {@link #parameters}.
   *
   * @param table with a column {@code project}
   */
  public String sql(String table) {
    return "(:everywhere or %s.project in (:projects))".formatted(table);
  }

  /** The values that {@link #sql} names. */
  public Map<String, Object> parameters() {
    return Map.of("everywhere", everywhere, "projects", projects);
  }
}
