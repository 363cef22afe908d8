package org.p2f.training.run;

import java.util.List;

/** The probes of all training runs. */
public interface TrainingProbes {

  /** Records points of one run; what is recorded again is overwritten. */
  void record(String runId, List<ProbePoint> points);

  /** A run's points by step, time and factor. */
  List<ProbePoint> read(String runId);
}
