package org.p2f.training.run;

/** What becomes of the work of a run that is cancelled. */
public enum CancelChoice {
  /** The state after its last step is kept as an artifact, from which another run can go on. */
  CHECKPOINT,
  /** Nothing is kept. */
  DISCARD
}
