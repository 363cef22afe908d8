package org.p2f.downstream.analysis;

import java.util.List;

/** One analysis, with every default filled in. */
public sealed interface AnalysisPlan permits HeadAnalysisPlan, InformationPlan, PropagationPlan {

  AnalysisType type();

  String trajectoriesId();

  /** Every trajectories it reads. */
  default List<String> inputs() {
    return List.of(trajectoriesId());
  }
}
