package org.p2f.downstream.study;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A report to be written.
 *
 * @param artifacts what each step made
 */
public record StudyReportPlan(String studyId, StudyPlan plan, Map<String, String> artifacts) {

  public StudyReportPlan {
    artifacts = Map.copyOf(artifacts);
  }

  /** Of a study all of whose other steps are done. */
  public static StudyReportPlan of(Study study) {
    Map<String, String> artifacts = new LinkedHashMap<>();
    for (var step : study.steps()) {
      if (step.artifactId() != null) {
        artifacts.put(step.name(), step.artifactId());
      }
    }
    return new StudyReportPlan(study.id(), study.plan(), artifacts);
  }
}
