package org.p2f.training.run;

import java.util.List;
import java.util.Optional;

/** The pictures of samples of all training runs. */
public interface SampleGrids {

  /**
   * Records a picture of one run; one of the same step is overwritten.
   *
   * @param png the picture
   */
  void record(String runId, SampleGrid grid, byte[] png);

  /** Whether there is one of that step. */
  boolean has(String runId, long step);

  /** A run's pictures by step. */
  List<SampleGrid> list(String runId);

  /** The picture after that step, a PNG. */
  Optional<byte[]> picture(String runId, long step);
}
