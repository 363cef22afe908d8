package org.p2f.catalog.job;

/** A change asked of a job that has ended. */
public final class AlreadyFinished extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AlreadyFinished(String id, JobState state) {
    super("Job %s is %s".formatted(id, state));
  }
}
