package org.p2f.catalog.job;

import java.time.Duration;
import org.p2f.catalog.settings.Backoff;
import org.p2f.catalog.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled false for a process that only answers requests
 * @param concurrency jobs at a time; more than one only where they do not compete for the cores,
 *     none where processes of their own run them
 * @param briefConcurrency brief jobs at a time, such as imports, beside those
 * @param heartbeat how often a worker says that it is alive
 * @param missedBeats beats missed before a job is taken for dead; below 4 a long pause looks like
 *     death
 * @param pollInterval how often to look for jobs that other processes submitted
 * @param shutdownWait how long handlers have to hand their jobs back before they are interrupted,
 *     and again before they are left behind
 * @param maxDeaths workers that may die over a job, without progress between them, before it is
 *     given up
 * @param maxRetries how often a job is tried again, without progress in between, after a failure of
 *     the infrastructure: an I/O error, a full disk, memory that ended
 * @param maxSalvages how many more times when, after those, nothing of the job could be kept
 * @param firstRetry pause before the first of them; it doubles each time
 * @param longestRetry the longest such pause
 */
@ConfigurationProperties("p2f.worker")
record WorkerProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("1") int concurrency,
    @DefaultValue("1") int briefConcurrency,
    @DefaultValue("5s") Duration heartbeat,
    @DefaultValue("4") int missedBeats,
    @DefaultValue("200ms") Duration pollInterval,
    @DefaultValue("20s") Duration shutdownWait,
    @DefaultValue("10") int maxDeaths,
    @DefaultValue("10") int maxRetries,
    @DefaultValue("300") int maxSalvages,
    @DefaultValue("1s") Duration firstRetry,
    @DefaultValue("5m") Duration longestRetry) {
  WorkerProperties {
    new Settings("p2f.worker")
        .require(concurrency >= 0, "concurrency", "at least 0", concurrency)
        .requirePositive(briefConcurrency, "brief-concurrency")
        .requirePositive(heartbeat, "heartbeat")
        .require(missedBeats >= 4, "missed-beats", "at least 4", missedBeats)
        .requirePositive(pollInterval, "poll-interval")
        .require(!shutdownWait.isNegative(), "shutdown-wait", "not negative", shutdownWait)
        .requirePositive(maxDeaths, "max-deaths")
        .require(maxRetries >= 0, "max-retries", "at least 0", maxRetries)
        .require(maxSalvages >= 0, "max-salvages", "at least 0", maxSalvages)
        .requireBackoff(firstRetry, longestRetry);
  }

  /** The pause before that retry, counted from 0. */
  Duration pause(int retry) {
    return new Backoff(firstRetry, longestRetry).pause(retry);
  }
}
