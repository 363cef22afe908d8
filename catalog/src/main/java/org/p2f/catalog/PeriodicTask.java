package org.p2f.catalog;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** Does something again and again while the service runs, for the first time after one pause. */
public final class PeriodicTask implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(PeriodicTask.class);

  private final String name;
  private final Duration pause;
  private final Runnable task;
  private volatile @Nullable SimpleAsyncTaskScheduler scheduler;

  /**
   * @param name of its threads, and in the log
   * @param pause before the first time, and between two
   * @param task may fail: it is done again after the next pause
   */
  public PeriodicTask(String name, Duration pause, Runnable task) {
    this.name = name;
    this.pause = pause;
    this.task = task;
  }

  @Override
  public void start() {
    var started = new SimpleAsyncTaskScheduler();
    started.setVirtualThreads(true);
    started.setThreadNamePrefix(name + "-");
    // The task may use the database, which is closed after this.
    started.setTaskTerminationTimeout(Duration.ofSeconds(10).toMillis());
    var _ =
        started.scheduleWithFixedDelay(
            this::runOrLog, started.getClock().instant().plus(pause), pause);
    scheduler = started;
  }

  @Override
  public void stop() {
    SimpleAsyncTaskScheduler running = scheduler;
    if (running != null) {
      running.close();
      scheduler = null;
    }
  }

  @Override
  public boolean isRunning() {
    return scheduler != null;
  }

  private void runOrLog() {
    try {
      task.run();
    } catch (RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        log.warn("The task {} failed; it is tried again later", name, e);
      }
    }
  }
}
