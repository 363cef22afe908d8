package org.p2f.catalog.job;

/** A write by a worker whose attempt has been superseded. */
public final class StaleAttempt extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StaleAttempt(String jobId, int attempt) {
    super("Attempt %d at job %s has been superseded".formatted(attempt, jobId));
  }
}
