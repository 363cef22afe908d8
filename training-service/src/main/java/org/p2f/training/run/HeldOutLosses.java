package org.p2f.training.run;

import java.util.List;

/** The held-out losses of all training runs. */
public interface HeldOutLosses {

  /** Records points of one run; what is recorded again is overwritten. */
  void record(String runId, List<HeldOutPoint> points);

  /** A run's points by step and time. */
  List<HeldOutPoint> read(String runId);
}
