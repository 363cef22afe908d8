package org.p2f.catalog.deletion;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Things and what they have to do with each other; for use in a transaction. */
class Things {
  private static final List<String> TABLES = List.of("artifact", "job", "study", "training_sweep");

  private final JdbcClient sql;

  Things(JdbcClient sql) {
    this.sql = sql;
  }

  Optional<Thing> find(String id) {
    return sql.sql("select * from thing where id = :id")
        .param("id", id)
        .query(Things::thing)
        .optional();
  }

  /** Those of them that are there, oldest first; nobody else writes to them from here on. */
  List<Thing> lock(Collection<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    for (String table : TABLES) {
      sql.sql("select id from %s where id in (:ids) order by id for update".formatted(table))
          .param("ids", ids)
          .query((row, at) -> row.getString(1))
          .list();
    }
    return sql.sql(
            """
            select * from thing where id in (:ids) and deletion_id is null order by created_at, id
            """)
        .param("ids", ids)
        .query(Things::thing)
        .list();
  }

  /** What goes with them, and the owners that have nothing else to show. */
  List<String> inseparable(Collection<String> ids) {
    return sql.sql(
            """
            select owned from belonging where owner in (:ids)
            union
            select owner from belonging where owned in (:ids) and alone and owner is not null
            """)
        .param("ids", ids)
        .query((row, at) -> row.getString(1))
        .list();
  }

  /** Those of them that users know by their owner, which is among them. */
  List<String> shownByOwner(Collection<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : sql.sql("select owned from belonging where owned in (:ids) and owner in (:ids) and alone")
            .param("ids", ids)
            .query((row, at) -> row.getString(1))
            .list();
  }

  /** Those of the artifacts that are deleted. */
  Set<String> deleted(Collection<String> ids) {
    return sql.sql("select id from artifact where id in (:ids) and deletion_id is not null")
        .param("ids", ids)
        .query((row, at) -> row.getString(1))
        .set();
  }

  /** What deleted the artifacts that a name stands for. */
  List<String> ofAlias(String alias) {
    return sql.sql(
            """
            select a.deletion_id from artifact_alias n join artifact a on a.id = n.artifact_id
            where n.alias = :alias and a.deletion_id is not null order by n.project
            """)
        .param("alias", alias)
        .query((row, at) -> row.getString(1))
        .list();
  }

  /** What needs them. */
  List<String> needing(Collection<String> ids) {
    return sql.sql("select distinct needing from dependence where needed in (:ids)")
        .param("ids", ids)
        .query((row, at) -> row.getString(1))
        .list();
  }

  /** What deleted things of one deletion need, or belong to, that is deleted by another one. */
  List<Thing> missing(String deletionId) {
    return sql.sql(
            """
            select distinct needed.*
            from thing own
            join (select needed, needing from dependence
                  union all
                  select owner, owned from belonging) edge on edge.needing = own.id
            join thing needed on needed.id = edge.needed
            where own.deletion_id = :deletion
              and needed.deletion_id is not null and needed.deletion_id <> :deletion
            """)
        .param("deletion", deletionId)
        .query(Things::thing)
        .list();
  }

  /** Names of artifacts that are asked for by them. */
  List<Thing> aliases(Collection<String> ids) {
    return sql.sql(
            """
            select alias as id, 'alias' as source, 'alias' as kind, artifact_id as name,
                   null as state, null as deletion_id, set_at as created_at, project
            from artifact_alias where artifact_id in (:ids) order by alias
            """)
        .param("ids", ids)
        .query(Things::thing)
        .list();
  }

  List<Thing> of(String deletionId) {
    return sql.sql("select * from thing where deletion_id = :id order by created_at, id")
        .param("id", deletionId)
        .query(Things::thing)
        .list();
  }

  /** Puts things into a deletion. */
  void delete(Map<String, Thing> things, String deletionId) {
    for (String table : TABLES) {
      List<String> ids =
          things.values().stream()
              .filter(thing -> thing.source().equals(table))
              .map(Thing::id)
              .toList();
      if (!ids.isEmpty()) {
        sql.sql("update %s set deletion_id = :deletion where id in (:ids)".formatted(table))
            .param("deletion", deletionId)
            .param("ids", ids)
            .update();
      }
    }
  }

  void restore(String deletionId) {
    for (String table : TABLES) {
      sql.sql("update %s set deletion_id = null where deletion_id = :id".formatted(table))
          .param("id", deletionId)
          .update();
    }
  }

  static Thing thing(ResultSet row, int number) throws SQLException {
    return new Thing(
        row.getString("id"),
        row.getString("source"),
        row.getString("kind"),
        row.getString("name"),
        row.getString("state"),
        row.getString("deletion_id"),
        row.getTimestamp("created_at").toInstant(),
        row.getString("project"));
  }
}
