package org.p2f.downstream.evaluation.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.p2f.downstream.evaluation.EvaluationPlan;
import org.p2f.downstream.head.work.FactorRuns;
import org.p2f.downstream.head.work.SourceTrajectories;

/**
 * The smallest piece of an evaluation that is kept, and that an index can do by itself: the heads
 * of one run that read one factor.
 *
 * @param number by which it is kept
 */
record EvaluationPart(EvaluationRun run, String factor, int number) {

  /** In the order in which one machine does them. */
  static List<EvaluationPart> of(EvaluationPlan plan, SourceTrajectories sources)
      throws IOException {
    var parts = new ArrayList<EvaluationPart>();
    for (var run : EvaluationRun.of(plan)) {
      try (var trajectories = sources.open(run.codes().trajectoriesId(), run.codes().times())) {
        for (var factor : plan.factors()) {
          int number = FactorRuns.part(run.place(), trajectories, factor);
          parts.add(new EvaluationPart(run, factor, number));
        }
      }
    }
    return parts;
  }
}
