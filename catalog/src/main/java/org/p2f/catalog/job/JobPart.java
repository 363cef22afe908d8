package org.p2f.catalog.job;

import org.jspecify.annotations.Nullable;
import org.p2f.catalog.job.JobExecution.Stop;

/** What computes a part of a job, as the computation sees it: the worker, or another process. */
public interface JobPart extends JobWorkspace {

  /**
   * Cheap; call it between steps.
   *
   * @throws StaleAttempt if another worker has taken the job over
   */
  Stop stop();

  /** Enters a phase; its start is recorded. */
  void phase(String name);

  /**
   * Cheap when called often: written at most about once a second.
   *
   * @param fraction in [0, 1]
   * @param done units done so far in this attempt's phase, for rate and ETA; null if not countable
   * @param unit such as {@code images}
   */
  void progress(double fraction, @Nullable Long done, @Nullable String unit);
}
