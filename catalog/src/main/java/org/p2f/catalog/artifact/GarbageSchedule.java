package org.p2f.catalog.artifact;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * Asks now and then, never at the start, whether a look for garbage is due. The time of the last
 * one stands in the database, so restarts neither bring a look forward nor put it off.
 */
class GarbageSchedule implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(GarbageSchedule.class);

  private final GarbageCollector collector;
  private final Duration pause;
  private volatile @Nullable SimpleAsyncTaskScheduler scheduler;

  /**
   * @param pause before the first question, and between two
   */
  GarbageSchedule(GarbageCollector collector, Duration pause) {
    this.collector = collector;
    this.pause = pause;
  }

  @Override
  public void start() {
    var started = new SimpleAsyncTaskScheduler();
    started.setVirtualThreads(true);
    started.setThreadNamePrefix("garbage-");
    // The look uses the database, which is closed after this.
    started.setTaskTerminationTimeout(Duration.ofSeconds(10).toMillis());
    var _ =
        started.scheduleWithFixedDelay(
            this::collectOrLog, started.getClock().instant().plus(pause), pause);
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

  private void collectOrLog() {
    try {
      collector.collectIfDue();
    } catch (RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        log.warn("Cannot look for garbage in the object store; it is tried again later", e);
      }
    }
  }
}
