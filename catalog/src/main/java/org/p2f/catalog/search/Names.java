package org.p2f.catalog.search;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.access.Visible;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Things by their names, in place of ids. */
public class Names {
  private static final Pattern ID = Pattern.compile("[a-z]{2,3}-[0-9a-z]{26}");
  private static final int LONGEST = 255;

  private final JdbcClient sql;

  Names(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * The id of the one thing of that kind and name: of what the current caller may see, in the
   * project that the call is for, then in what is everybody's, then anywhere. Aliases of models
   * come before names and stand for themselves.
   *
   * @return empty if there is none, or if it is an id or an alias
   * @throws AmbiguousName if there are several in the first of those places that has any
   */
  public Optional<String> idOf(NamedKind kind, String name) {
    if (ID.matcher(name).matches() || name.isEmpty() || name.length() > LONGEST || isFoul(name)) {
      return Optional.empty();
    }
    List<String> ids =
        sql.sql(
                """
                select id from (
                  select t.id, rank() over (
                    order by case t.project when :own then 0 when :public then 1 else 2 end) as place
                  from thing t
                  where t.source = :source and t.kind = :kind and t.name = :name
                    and t.deletion_id is null and %1$s
                    and not exists (
                      select from artifact_alias a join artifact t on t.id = a.artifact_id
                      where lower(a.kind) = :kind and a.alias = :name and %1$s)) found
                where place = 1
                """
                    .formatted(Visible.now().sql("t")))
            .params(Visible.now().parameters())
            .param("own", Callers.current().project())
            .param("public", Caller.PUBLIC)
            .param("source", kind.source())
            .param("kind", kind.kind())
            .param("name", name)
            .query((row, at) -> row.getString(1))
            .list();
    if (ids.size() > 1) {
      throw new AmbiguousName(kind, name, ids.size());
    }
    return ids.stream().findFirst();
  }

  /** Postgres refuses to be asked for some texts. */
  private static boolean isFoul(String name) {
    return name.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }
}
