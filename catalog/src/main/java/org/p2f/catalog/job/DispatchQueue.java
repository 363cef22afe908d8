package org.p2f.catalog.job;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Where jobs wait for a worker of their service, in this process or another. */
class DispatchQueue {
  static final TaskDescriptor<Void> TASK = TaskDescriptor.of("job");

  private final Map<Lane, SchedulerClient> clients = new EnumMap<>(Lane.class);
  private final Map<Lane, Runnable> arrivals = new ConcurrentHashMap<>();

  /**
   * @param clients of each lane's table
   */
  DispatchQueue(Function<Lane, SchedulerClient> clients) {
    for (var lane : Lane.values()) {
      this.clients.put(lane, clients.apply(lane));
    }
  }

  /** Adds a job, in the caller's transaction. */
  void add(Lane lane, String jobId, Instant now) {
    Objects.requireNonNull(clients.get(lane))
        .scheduleIfNotExists(TASK.instance(jobId).build(), now);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            arrivals.getOrDefault(lane, () -> {}).run();
          }
        });
  }

  /** Whom to tell, without waiting for the next poll, that a job has come. */
  void onArrival(Lane lane, Runnable listener) {
    arrivals.put(lane, listener);
  }
}
