package org.p2f.training.run;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The metrics of all training runs. */
public interface TrainingMetrics {

  /** Records points of one run; a step that is recorded again is overwritten. */
  void record(String runId, List<MetricPoint> points);

  /**
   * The run's metrics in order of steps, thinned to at most that many points: each is the mean over
   * a range of steps and stands at its last step. Takes no longer for a million steps than for some
   * thousand.
   *
   * @param from first step, from 1; where points are many steps wide, the first may begin earlier
   *     by less than its width
   * @param to last step
   */
  List<MetricPoint> read(String runId, long from, long to, int points);

  /**
   * Drops what each step of a run tells, except every 64th and the last, where the run ended before
   * that moment. Means over ranges of 8 steps and more stay exact.
   *
   * @return how many steps were dropped
   */
  int thin(Instant endedBefore);

  /** The last recorded step of each run; runs without any are absent. */
  Map<String, Long> lastSteps(Collection<String> runIds);
}
