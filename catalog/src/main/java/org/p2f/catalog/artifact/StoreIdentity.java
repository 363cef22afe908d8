package org.p2f.catalog.artifact;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.storage.ObjectStore;
import org.p2f.catalog.storage.StoreName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sees to it that a database and an object store that do not belong together never meet. Both hold
 * the store's identity and the number of starts on it; the store's number is written after the
 * database's, so that it is larger only if the database is an older state of itself: a restored
 * dump, or a copy beside which another goes on.
 */
class StoreIdentity {
  private static final Logger log = LoggerFactory.getLogger(StoreIdentity.class);

  private final JdbcClient sql;
  private final ObjectStore store;
  private final TransactionTemplate transaction;
  private final Clock clock;

  StoreIdentity(JdbcClient sql, ObjectStore store, TransactionTemplate transaction, Clock clock) {
    this.sql = sql;
    this.store = store;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Counts one more start, naming a new store for a new database.
   *
   * @param adopt the name of the store to be used although the database does not know it
   * @throws StoreMismatch if the two do not belong together
   */
  void check(@Nullable String adopt) {
    transaction.executeWithoutResult(
        status -> {
          lock();
          if (read().filter(known -> fits(known, store.name())).isPresent()) {
            sql.sql("update store_identity set starts = starts + 1").update();
          } else {
            accept(store.name(), adopt);
          }
        });
    // Never before the commit above: a store must not know of a start that its database forgot.
    transaction.executeWithoutResult(
        status -> {
          lock();
          store.rename(read().orElseThrow());
        });
  }

  private static boolean fits(StoreName known, StoreName found) {
    return known.id().equals(found.id()) && found.starts() <= known.starts();
  }

  /**
   * Takes a store that the database does not know: as told, or an empty one without a name for a
   * database without artifacts. Such a database may know its store already, if another service, or
   * one that was killed, has not come to name it yet.
   */
  private void accept(StoreName found, @Nullable String adopt) {
    boolean isNew = found.equals(StoreName.unnamed()) && isEmpty() && listsNothing();
    if (!isNew && !found.toString().equals(adopt)) {
      throw mismatch(found);
    }
    StoreName known = found;
    if (found.id().equals(StoreName.UNNAMED)) {
      var fresh = new StoreName(UUID.randomUUID().toString(), 0);
      known = isNew ? read().orElse(fresh) : fresh;
    }
    if (!isNew) {
      log.warn("The database adopts the object store {} at {}", found, store.location());
    }
    Instant now = clock.instant();
    sql.sql("delete from store_garbage").update();
    sql.sql("delete from store_identity").update();
    sql.sql("insert into store_identity (id, starts, adopted_at) values (:id, :starts, :now)")
        .param("id", known.id())
        .param("starts", known.starts() + 1)
        .param("now", Timestamp.from(now))
        .update();
  }

  private StoreMismatch mismatch(StoreName found) {
    Optional<StoreName> known = read();
    String problem =
        known
            .map(
                name ->
                    name.id().equals(found.id())
                        ? "The database is an older state (start %d of store %s) than the object store at %s (start %d)"
                            .formatted(name.starts(), name.id(), store.location(), found.starts())
                        : "The database belongs to the object store %s, but at %s lies %s"
                            .formatted(name.id(), store.location(), found.id()))
            .orElseGet(
                () ->
                    "The database belongs to no object store yet, but at %s lies %s, which is in use"
                        .formatted(store.location(), found.id()));
    return new StoreMismatch(
        problem + ". Nothing was changed.",
        ("Give this service the database or the store (p2f.store.root, or p2f.store.s3.bucket and"
                + " prefix) that belongs to the other. If they are to go on together, as after the"
                + " restore of a dump, start once with p2f.store.adopt=%s; files that the database"
                + " does not list are garbage then, which is collected after"
                + " p2f.store.garbage.minimum-age at the earliest.")
            .formatted(found));
  }

  private boolean isEmpty() {
    boolean[] empty = {true};
    store.forEach(object -> empty[0] = false);
    return empty[0];
  }

  private boolean listsNothing() {
    return sql.sql("select not exists (select from artifact_file)").query(Boolean.class).single();
  }

  private Optional<StoreName> read() {
    return sql.sql("select id, starts from store_identity")
        .query((row, at) -> new StoreName(row.getString("id"), row.getLong("starts")))
        .optional();
  }

  private void lock() {
    sql.sql("select 1 from pg_advisory_xact_lock(:key)")
        .param("key", StoreLock.KEY)
        .query(Integer.class)
        .single();
  }
}
