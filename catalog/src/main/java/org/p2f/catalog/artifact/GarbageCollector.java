package org.p2f.catalog.artifact;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.p2f.catalog.storage.ObjectStore;
import org.p2f.catalog.storage.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Clears the store of objects that no artifact has: files that got their address in a transaction
 * that did not commit, and files of what was deleted and is erased. A look marks them, which is
 * also a rehearsal; those that have been marked long enough go into the trash, and from there,
 * later, for good. If too large a part of the store looks like garbage that nobody gave up on
 * purpose, the database is the likelier one to be wrong, and nothing goes. A lock in the database
 * keeps it apart from transactions that record artifacts.
 */
class GarbageCollector {
  private static final Logger log = LoggerFactory.getLogger(GarbageCollector.class);
  private static final int BATCH = 1000;

  /** So many are no sign of a wrong database: one crash may leave them. */
  private static final int FEW_OBJECTS = 5;

  private final GarbageMarks marks;
  private final ObjectStore store;
  private final TransactionTemplate transaction;
  private final GarbageProperties properties;
  private final Clock clock;
  private final MeterRegistry meters;
  private final AtomicLong garbageObjects;
  private final AtomicLong garbageBytes;

  GarbageCollector(
      GarbageMarks marks,
      ObjectStore store,
      TransactionTemplate transaction,
      GarbageProperties properties,
      Clock clock,
      MeterRegistry meters) {
    this.marks = marks;
    this.store = store;
    this.transaction = transaction;
    this.properties = properties;
    this.clock = clock;
    this.meters = meters;
    this.garbageObjects = gauge("p2f.store.garbage.objects");
    this.garbageBytes = gauge("p2f.store.garbage.bytes");
  }

  private AtomicLong gauge(String name) {
    return Objects.requireNonNull(meters.gauge(name, new AtomicLong()));
  }

  /** What a look has come to. */
  enum Outcome {
    NOT_DUE,
    /** Too much looks like garbage. */
    REFUSED,
    /** Told only. */
    REHEARSED,
    DONE
  }

  /** Has a look if the last one of any process is long enough ago. */
  Outcome collectIfDue() {
    return transaction.execute(status -> marks.claim(clock.instant(), properties.interval()))
        ? collect()
        : Outcome.NOT_DUE;
  }

  /** Has a look now. */
  Outcome collect() {
    restoreListed();
    Tally tally = mark();
    garbageObjects.set(tally.garbage);
    garbageBytes.set(tally.garbageBytes);
    if (tally.exceeds(properties.shareLimit())) {
      meters.counter("p2f.store.garbage.refusals").increment();
      log.warn(
          "Of {} objects in {} the database lists all but {} ({} of {} bytes): more than"
              + " p2f.store.garbage.share-limit={} allows. Nothing goes until an operator has made"
              + " sure that this is the right database and raised the limit",
          tally.objects,
          store.location(),
          tally.garbage,
          tally.garbageBytes,
          tally.bytes,
          properties.shareLimit());
      return Outcome.REFUSED;
    }
    Instant now = clock.instant();
    List<String> ripe =
        transaction.execute(status -> marks.markedUntil(now.minus(properties.minimumAge())));
    log.info(
        "No artifact has {} of {} objects in {} ({} bytes); {} of them are due to go into the trash",
        tally.garbage,
        tally.objects,
        store.location(),
        tally.garbageBytes,
        ripe.size());
    if (properties.dryRun()) {
      return Outcome.REHEARSED;
    }
    inBatches(ripe::forEach, batch -> discard(batch, now));
    emptyTrash(now);
    return Outcome.DONE;
  }

  private Tally mark() {
    var tally = new Tally();
    Instant now = clock.instant();
    inBatches(
        store::forEach,
        batch ->
            transaction.executeWithoutResult(
                status -> {
                  List<String> addresses = batch.stream().map(StoredObject::sha256).toList();
                  List<String> unlisted = marks.unlisted(addresses);
                  marks.mark(unlisted, now);
                  var listed = new ArrayList<>(addresses);
                  listed.removeAll(new HashSet<>(unlisted));
                  marks.unmark(listed);
                  tally.add(batch, new HashSet<>(unlisted), marks.released(unlisted));
                }));
    return tally;
  }

  private void discard(List<String> batch, Instant now) {
    transaction.executeWithoutResult(
        status -> {
          marks.lockStore();
          List<String> unlisted = marks.unlisted(batch);
          unlisted.forEach(object -> store.discard(object, now));
          marks.unmark(batch);
          meters.counter("p2f.store.discarded.objects").increment(unlisted.size());
          log.info("Moved {} objects that no artifact has into the trash", unlisted.size());
        });
  }

  /** Objects that an artifact has after all, as when a newer dump was restored. */
  private void restoreListed() {
    inBatches(
        store::forEachDiscarded,
        batch ->
            transaction.executeWithoutResult(
                status -> {
                  marks.lockStore();
                  var listed = new ArrayList<>(batch.stream().map(StoredObject::sha256).toList());
                  listed.removeAll(new HashSet<>(marks.unlisted(listed)));
                  listed.forEach(store::restore);
                  if (!listed.isEmpty()) {
                    meters.counter("p2f.store.restored.objects").increment(listed.size());
                    log.warn(
                        "Restored {} objects from the trash: artifacts have them", listed.size());
                  }
                }));
  }

  private void emptyTrash(Instant now) {
    var gone = new Tally();
    inBatches(
        store::forEachDiscarded,
        batch -> {
          for (StoredObject object : batch) {
            if (store.erase(object.sha256(), now.minus(properties.trashAge()))) {
              gone.add(List.of(object), Set.of(), Set.of());
            }
          }
        });
    if (gone.objects > 0) {
      meters.counter("p2f.store.erased.objects").increment((double) gone.objects);
      meters.counter("p2f.store.erased.bytes").increment((double) gone.bytes);
      log.info("Erased {} objects ({} bytes) from the trash", gone.objects, gone.bytes);
    }
  }

  private static <T> void inBatches(Consumer<Consumer<T>> source, Consumer<List<T>> action) {
    var batch = new ArrayList<T>(BATCH);
    source.accept(
        each -> {
          batch.add(each);
          if (batch.size() == BATCH) {
            action.accept(List.copyOf(batch));
            batch.clear();
          }
        });
    if (!batch.isEmpty()) {
      action.accept(List.copyOf(batch));
    }
  }

  /** Counts of objects, and of those that no artifact has. */
  private static final class Tally {
    private long objects;
    private long bytes;
    private long garbage;
    private long garbageBytes;
    private long released;
    private long releasedBytes;

    void add(List<StoredObject> batch, Set<String> unlisted, Set<String> released) {
      for (StoredObject object : batch) {
        objects++;
        bytes += object.bytes();
        if (unlisted.contains(object.sha256())) {
          garbage++;
          garbageBytes += object.bytes();
        }
        if (released.contains(object.sha256())) {
          this.released++;
          releasedBytes += object.bytes();
        }
      }
    }

    /** Whether more than that share looks like garbage, without what was given up on purpose. */
    boolean exceeds(double share) {
      long strange = garbage - released;
      return strange > FEW_OBJECTS
          && (strange > share * (double) objects
              || garbageBytes - releasedBytes > share * (double) bytes);
    }
  }
}
