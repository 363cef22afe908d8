package org.p2f.catalog.artifact;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes, once after each start and behind the scenes, objects that no artifact has: files that
 * got their address in a transaction that did not commit. A lock in the database keeps it apart
 * from the transactions of other processes.
 */
class OrphanSweep implements SmartLifecycle {
  /** Names the advisory lock: the letters "p2fstore". */
  static final long LOCK = 0x703266_73746f7265L;

  private static final Logger log = LoggerFactory.getLogger(OrphanSweep.class);
  private static final int BATCH = 1000;

  private final ArtifactRows rows;
  private final ObjectStore store;
  private final TransactionTemplate transaction;
  private volatile @Nullable Thread thread;

  OrphanSweep(ArtifactRows rows, ObjectStore store, TransactionTemplate transaction) {
    this.rows = rows;
    this.store = store;
    this.transaction = transaction;
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name("orphan-sweep").start(this::sweepOrLog);
  }

  /** Waits: it uses the database, which is closed next. */
  @Override
  public void stop() {
    Thread sweep = thread;
    if (sweep != null) {
      sweep.interrupt();
      try {
        sweep.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void sweepOrLog() {
    try {
      sweep();
    } catch (RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        log.warn("Cannot sweep the object store; the next start tries again", e);
      }
    }
  }

  void sweep() {
    var batch = new ArrayList<String>(BATCH);
    store.forEach(
        object -> {
          batch.add(object);
          if (batch.size() == BATCH) {
            sweep(batch);
            batch.clear();
          }
        });
    sweep(batch);
  }

  private void sweep(List<String> objects) {
    if (Thread.currentThread().isInterrupted() || orphans(objects).isEmpty()) {
      return;
    }
    transaction.executeWithoutResult(
        status -> {
          rows.lockStoreAlone(LOCK);
          List<String> orphans = orphans(objects);
          orphans.forEach(store::delete);
          log.info("Removed {} objects that no artifact has", orphans.size());
        });
  }

  private List<String> orphans(List<String> objects) {
    if (objects.isEmpty()) {
      return List.of();
    }
    Set<String> recorded = transaction.execute(status -> rows.findObjects(objects));
    return objects.stream().filter(object -> !recorded.contains(object)).toList();
  }
}
