package org.p2f.catalog.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.p2f.catalog.ServiceRole;
import org.springframework.context.SmartLifecycle;

/**
 * Runs waiting jobs in this process. It is the first to stop: handlers hand their jobs back while
 * everything they need still works.
 */
class Dispatcher implements SmartLifecycle {
  /** After a lost database or a defect of ours. */
  private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

  private final ServiceRole service;
  private final DataSource dataSource;
  private final JobWorker worker;
  private final DispatchQueue queue;
  private final WorkerProperties properties;
  private final Clock clock;
  private volatile List<Scheduler> schedulers = List.of();

  Dispatcher(
      ServiceRole service,
      DataSource dataSource,
      JobWorker worker,
      DispatchQueue queue,
      WorkerProperties properties,
      Clock clock) {
    this.service = service;
    this.dataSource = dataSource;
    this.worker = worker;
    this.queue = queue;
    this.properties = properties;
    this.clock = clock;
  }

  @Override
  public void start() {
    worker.sweep();
    List<Scheduler> started = new ArrayList<>();
    for (var lane : Lane.values()) {
      if (lane.concurrency(properties) == 0) {
        continue;
      }
      var scheduler = scheduler(lane);
      started.add(scheduler);
      scheduler.start();
      queue.onArrival(lane, scheduler::triggerCheckForDueExecutions);
    }
    schedulers = List.copyOf(started);
  }

  @Override
  public void stop() {
    var stops =
        schedulers.stream()
            .map(started -> CompletableFuture.runAsync(started::stop, Thread::startVirtualThread))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(stops).join(); // each may wait for its jobs
    schedulers = List.of();
  }

  @Override
  public boolean isRunning() {
    return !schedulers.isEmpty();
  }

  private Scheduler scheduler(Lane lane) {
    int concurrency = lane.concurrency(properties);
    return Scheduler.create(dataSource, task())
        .tableName(lane.table(service))
        .schedulerName(new SchedulerName.Fixed(ManagementFactory.getRuntimeMXBean().getName()))
        .threads(concurrency)
        .executorService(
            Executors.newFixedThreadPool(
                concurrency, Thread.ofPlatform().name("job-worker-", 0).factory()))
        // A job is picked when a thread is free for it, never before.
        .pollUsingLockAndFetch(0.5, 1.0)
        .pollingInterval(properties.pollInterval())
        .heartbeatInterval(properties.heartbeat())
        .missedHeartbeatsLimit(properties.missedBeats())
        .shutdownMaxWait(properties.shutdownWait())
        .clock(clock::instant)
        .build();
  }

  private CustomTask<Void> task() {
    return Tasks.custom(DispatchQueue.TASK)
        .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY_DELAY))
        .execute((instance, context) -> work(instance.getId(), context));
  }

  private CompletionHandler<Void> work(String jobId, ExecutionContext context) {
    return switch (worker.work(jobId, context.getSchedulerState()::isShuttingDown)) {
      case JobWorker.Place.GivenUp() -> (complete, operations) -> operations.remove();
      // At its old time, so that it is the next one up.
      case JobWorker.Place.Kept() ->
          (complete, operations) ->
              operations.reschedule(complete, context.getExecution().executionTime);
      case JobWorker.Place.Delayed(var pause) ->
          (complete, operations) -> operations.reschedule(complete, clock.instant().plus(pause));
      case JobWorker.Place.Lost() -> (complete, operations) -> {};
    };
  }
}
