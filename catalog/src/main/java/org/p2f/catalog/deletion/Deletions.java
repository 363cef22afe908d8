package org.p2f.catalog.deletion;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.artifact.ArtifactAliases;
import org.p2f.catalog.deletion.NotDeleted.Reason;
import org.p2f.catalog.persistence.Identifier;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes, restores and erases, each in one transaction. What is deleted vanishes from lists and
 * reads at once; nothing that is there needs anything that is deleted.
 */
public class Deletions {
  private static final String PREFIX = "del";
  private static final Pattern ALIAS = ArtifactAliases.NAME;

  /** The advisory lock of whoever deletes, restores or erases; the letters "p2fdel". */
  private static final long ALONE = 0x703266_64656cL;

  /** Below Postgres' deadlock timeout of one second, so that workers never lose a deadlock. */
  private static final Duration LOCK_WAIT = Duration.ofMillis(500);

  private final JdbcClient sql;
  private final Things things;
  private final DeletionRows rows;
  private final Erasure erasure;
  private final Duration restorable;
  private final TransactionTemplate transaction;
  private final Clock clock;

  /**
   * @param restorable how long what is deleted can be restored
   */
  Deletions(JdbcClient sql, Duration restorable, TransactionTemplate transaction, Clock clock) {
    this.sql = sql;
    this.things = new Things(sql);
    this.rows = new DeletionRows(sql, things);
    this.erasure = new Erasure(sql);
    this.restorable = restorable;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Deletes one thing with what belongs to it alone. Deleting again what is deleted changes
   * nothing.
   *
   * @param cascade whether all that needs it is deleted too
   * @param by the caller's subject
   * @return empty if there is no such thing, or it is erased
   * @throws NotDeleted if other things need it, or a job runs on what would go
   * @throws org.p2f.catalog.access.ReadOnlyProject if the caller may only see it
   */
  public Optional<Deletion> delete(
      Deletable kind, String id, boolean cascade, @Nullable String by) {
    return alone(
        () ->
            find(id)
                .filter(kind::holds)
                .filter(Thing::isVisible)
                .flatMap(
                    thing ->
                        thing.deletionId() == null
                            ? Optional.of(delete(thing, cascade, by))
                            : rows.find(thing.deletionId()).filter(d -> d.erasedAt() == null)));
  }

  private Deletion delete(Thing root, boolean cascade, @Nullable String by) {
    Callers.current().requireMember(root.project());
    Map<String, Thing> going = new LinkedHashMap<>();
    Collection<Thing> wave = together(List.of(root.id()));
    while (!wave.isEmpty()) {
      requireOwn(root, wave);
      wave.forEach(thing -> going.put(thing.id(), thing));
      Set<String> needing = new LinkedHashSet<>(things.needing(ids(wave)));
      needing.removeAll(going.keySet());
      Collection<Thing> next = together(needing);
      if (!cascade) {
        requireFree(root, wave, next);
      }
      wave = next;
    }
    List<Thing> running = going.values().stream().filter(Thing::isRunning).toList();
    if (!running.isEmpty()) {
      throw new NotDeleted(
          Reason.JOBS_RUNNING,
          "Nothing is deleted while work on it goes on; cancel it, or wait for its end",
          running);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var deletion =
        new Deletion(
            Identifier.next(PREFIX, now),
            root.id(),
            root.kind(),
            root.name(),
            by,
            now,
            now.plus(restorable),
            null,
            List.copyOf(going.values()),
            0,
            root.project());
    rows.insert(deletion);
    things.delete(going, deletion.id());
    erasure.forgetKeys(going.keySet());
    return rows.find(deletion.id()).orElseThrow();
  }

  /** Nothing of other projects goes with what a caller deletes. */
  private static void requireOwn(Thing root, Collection<Thing> wave) {
    if (!wave.stream().allMatch(Thing::isVisible)) {
      throw new NotDeleted(
          Reason.STILL_NEEDED,
          "%s %s is still needed in projects that are not yours".formatted(root.kind(), root.id()),
          List.of());
    }
    wave.forEach(thing -> Callers.current().requireMember(thing.project()));
  }

  private void requireFree(Thing root, Collection<Thing> own, Collection<Thing> needing) {
    requireOwn(root, needing);
    List<Thing> inTheWay = new ArrayList<>(needing);
    Set<String> shown = Set.copyOf(things.shownByOwner(ids(needing)));
    inTheWay.removeIf(thing -> shown.contains(thing.id()));
    inTheWay.addAll(things.aliases(ids(own)));
    if (!inTheWay.isEmpty()) {
      throw new NotDeleted(
          Reason.STILL_NEEDED,
          "%s %s is still needed; delete these first, or it with them by ?cascade=true"
              .formatted(root.kind(), root.id()),
          inTheWay);
    }
  }

  /** Locks things that are there, and all that cannot be parted from them. */
  private Collection<Thing> together(Collection<String> ids) {
    Map<String, Thing> found = new LinkedHashMap<>();
    Collection<Thing> more = things.lock(ids);
    while (!more.isEmpty()) {
      more.forEach(thing -> found.put(thing.id(), thing));
      Set<String> further = new LinkedHashSet<>(things.inseparable(found.keySet()));
      further.removeAll(found.keySet());
      more = things.lock(further);
    }
    return found.values();
  }

  /**
   * Restores what was deleted together.
   *
   * @param id of a deletion, or of anything it deleted
   * @return what was restored; empty if nothing of that id is deleted
   * @throws NotDeleted if it is erased, or needs what is deleted itself
   */
  public Optional<Deletion> restore(String id) {
    return alone(() -> deletionOf(id).map(this::restore));
  }

  private Deletion restore(Deletion deletion) {
    requireRestorable(deletion);
    List<Thing> missing = things.missing(deletion.id());
    if (!missing.isEmpty()) {
      throw new NotDeleted(
          Reason.STILL_DELETED,
          "%s %s needs what is deleted itself; restore that first"
              .formatted(deletion.kind(), deletion.thingId()),
          missing);
    }
    things.restore(deletion.id());
    rows.remove(deletion.id());
    return deletion;
  }

  /**
   * Erases what was deleted together before its time.
   *
   * @param id of a deletion, or of anything it deleted
   * @return what was erased; empty if nothing of that id is deleted
   * @throws NotDeleted if it is erased already
   */
  public Optional<Deletion> erase(String id) {
    return alone(
        () ->
            deletionOf(id)
                .map(
                    deletion -> {
                      requireRestorable(deletion);
                      eraseNow(deletion);
                      return deletion;
                    }));
  }

  /** Erases all whose time is over, each in a transaction of its own, and returns how many. */
  int eraseDue() {
    List<String> due = alone(() -> rows.due(clock.instant()));
    due.forEach(
        id ->
            alone(
                () -> {
                  rows.find(id).filter(d -> d.erasedAt() == null).ifPresent(this::eraseNow);
                  return id;
                }));
    return due.size();
  }

  private void eraseNow(Deletion deletion) {
    Instant now = clock.instant();
    erasure.erase(deletion.id(), now);
    rows.erased(deletion.id(), now);
  }

  private static void requireRestorable(Deletion deletion) {
    Callers.current().requireMember(deletion.project());
    if (deletion.erasedAt() != null) {
      throw new NotDeleted(
          Reason.ERASED,
          "%s %s was erased at %s"
              .formatted(deletion.kind(), deletion.thingId(), deletion.erasedAt()),
          List.of());
    }
  }

  /** What can be restored, newest first. */
  public Page<Deletion> list(@Nullable String cursor, int limit) {
    return read(() -> rows.list(cursor, limit));
  }

  /**
   * What deleted the thing of that id, or the thing that a name stands for.
   *
   * @param id of a deletion or thing, or an alias
   */
  public Optional<Deletion> of(String id) {
    return Identifier.isPossible(id) || ALIAS.matcher(id).matches()
        ? read(() -> deletionOf(id).or(() -> ofAlias(id)))
        : Optional.empty();
  }

  /** Of several projects' names, the first whose deletion the caller may see. */
  private Optional<Deletion> ofAlias(String alias) {
    return things.ofAlias(alias).stream().flatMap(id -> rows.find(id).stream()).findFirst();
  }

  /** Those of the artifacts that are deleted. */
  public Set<String> among(Collection<String> artifactIds) {
    return artifactIds.isEmpty() ? Set.of() : read(() -> things.deleted(artifactIds));
  }

  private Optional<Deletion> deletionOf(String id) {
    return rows.find(id)
        .or(
            () ->
                find(id)
                    .flatMap(thing -> Optional.ofNullable(thing.deletionId()))
                    .flatMap(rows::find));
  }

  private Optional<Thing> find(String id) {
    return Identifier.isPossible(id) ? things.find(id) : Optional.empty();
  }

  private static List<String> ids(Collection<Thing> things) {
    return things.stream().map(Thing::id).toList();
  }

  private <T> T read(Supplier<T> work) {
    return Objects.requireNonNull(transaction.execute(status -> work.get()));
  }

  private <T> T alone(Supplier<T> work) {
    try {
      return read(
          () -> {
            sql.sql("select 1 from pg_advisory_xact_lock(:key)")
                .param("key", ALONE)
                .query(Integer.class)
                .single();
            sql.sql("select set_config('lock_timeout', :milliseconds, true)")
                .param("milliseconds", Long.toString(LOCK_WAIT.toMillis()))
                .query(String.class)
                .single();
            return work.get();
          });
    } catch (PessimisticLockingFailureException e) {
      throw new NotDeleted(
          Reason.BUSY, "It is being written to at this moment; try again", List.of());
    }
  }
}
