package org.p2f.training.sweep;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All sweeps. */
public interface TrainingSweeps {

  /** Records a sweep of runs that exist. */
  TrainingSweep add(String name, List<String> runIds);

  Optional<TrainingSweep> find(String id);

  /** The sweep that a run was started for. */
  Optional<TrainingSweep> ofRun(String runId);

  /**
   * Newest first.
   *
   * @param before only those older than the sweep with that id; null to begin with the newest
   */
  List<TrainingSweep> list(@Nullable String before, int limit);
}
