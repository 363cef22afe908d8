package org.p2f.training.compute;

import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobExecution.Stop;

/** Ends a computation whose job is to stop. */
final class StoppedByJob extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StoppedByJob() {
    super("stopped", null, false, false);
  }

  /**
   * @throws StoppedByJob if the job is to stop
   */
  static void check(JobExecution job) {
    if (job.stop() != Stop.NONE) {
      throw new StoppedByJob();
    }
  }
}
