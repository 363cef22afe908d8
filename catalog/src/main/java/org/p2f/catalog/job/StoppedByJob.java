package org.p2f.catalog.job;

/** Ends a computation whose job is to stop. */
public final class StoppedByJob extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StoppedByJob() {
    super("stopped", null, false, false);
  }

  /**
   * @throws StoppedByJob if the job is to stop
   */
  public static void check(JobPart job) {
    if (job.stop() != JobExecution.Stop.NONE) {
      throw new StoppedByJob();
    }
  }
}
