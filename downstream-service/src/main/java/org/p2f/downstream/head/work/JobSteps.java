package org.p2f.downstream.head.work;

import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.numerics.information.InformationProgress;

/** A job's way through parts of about one length. */
public final class JobSteps {
  private JobSteps() {}

  /**
   * Tells the job how far one part is, and ends it where the job is to stop.
   *
   * @param part index of the part that is being done
   * @param parts number of all
   * @param whole what {@link InformationProgress#trained} says at the part's end
   */
  public static InformationProgress of(
      JobExecution job, int part, int parts, long whole, String unit) {
    return done -> {
      StoppedByJob.check(job);
      job.progress((part + done / (double) whole) / parts, part * whole + done, unit);
    };
  }
}
