package org.p2f.catalog.job;

import java.util.Optional;

/**
 * Does one kind of job. A handler is a Spring bean of the service that owns the kind. It may be run
 * again from the start of {@link #run} after a crash, by another process: whatever it needs to
 * continue lies in the job's workspace or in artifacts it published.
 */
public interface JobHandler {

  /** The kind it does, such as {@code dataset-import}. */
  String kind();

  /**
   * Whether its jobs are short and light: they have a worker of their own, so that none of them
   * waits for a job that takes hours.
   */
  default boolean brief() {
    return false;
  }

  /**
   * Runs the job to its end. Returning normally ends it as SUCCEEDED, or, where {@link
   * JobExecution#stop()} asked for it, as CANCELLED or back to QUEUED.
   *
   * @throws JobFailure to end it as FAILED with a reason
   */
  void run(JobExecution job) throws Exception;

  /**
   * Publishes what is worth keeping of a job that is about to end as FAILED by an error the handler
   * did not foresee, or because its workers keep dying; its workspace is removed afterwards.
   *
   * @return how to go on from what was kept, one sentence; empty if there is nothing
   */
  default Optional<String> salvage(JobExecution job) throws Exception {
    return Optional.empty();
  }
}
