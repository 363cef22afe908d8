package org.p2f.training.run;

/** What was said when runs were cancelled. */
public interface Cancellations {

  /** Notes the choice for a run that is about to be cancelled; the last one counts. */
  void choose(String runId, CancelChoice choice);

  /** The choice for a run; {@link CancelChoice#DISCARD} if none was noted. */
  CancelChoice of(String runId);
}
