package org.p2f.catalog.job;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.time.Instant;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Where jobs wait for a worker of their service, in this process or another. */
class DispatchQueue {
  static final TaskDescriptor<Void> TASK = TaskDescriptor.of("job");

  private final SchedulerClient client;
  private volatile Runnable arrival = () -> {};

  DispatchQueue(SchedulerClient client) {
    this.client = client;
  }

  /** Adds a job, in the caller's transaction. */
  void add(String jobId, Instant now) {
    client.scheduleIfNotExists(TASK.instance(jobId).build(), now);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            arrival.run();
          }
        });
  }

  /** Whom to tell, without waiting for the next poll, that a job has come. */
  void onArrival(Runnable listener) {
    arrival = listener;
  }
}
