package org.p2f.downstream.analysis.work;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobHandler;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.downstream.JobKinds;
import org.p2f.downstream.analysis.Analysis;
import org.p2f.downstream.analysis.AnalysisPlan;
import org.p2f.downstream.analysis.AnalysisType;
import org.p2f.downstream.analysis.HeadAnalysisPlan;
import org.p2f.downstream.analysis.InformationPlan;
import org.p2f.downstream.analysis.PropagationPlan;
import org.p2f.downstream.head.work.RecordResult;
import org.p2f.downstream.head.work.SourceTrajectories;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Carries out analyses of all types and records each as numbers, table and figures. */
@Component
final class AnalysisHandler implements JobHandler {
  private final SourceTrajectories sources;
  private final HeadAnalyses heads;
  private final InformationAnalysis information;
  private final PropagationAnalysis propagation;
  private final RecordResult record;
  private final JsonMapper json;

  AnalysisHandler(
      SourceTrajectories sources,
      HeadAnalyses heads,
      InformationAnalysis information,
      PropagationAnalysis propagation,
      RecordResult record,
      JsonMapper json) {
    this.sources = sources;
    this.heads = heads;
    this.information = information;
    this.propagation = propagation;
    this.record = record;
    this.json = json;
  }

  @Override
  public String kind() {
    return JobKinds.ANALYSIS;
  }

  @Override
  public void run(JobExecution job) throws IOException {
    var type = json.treeToValue(job.plan().path("type"), AnalysisType.class);
    AnalysisPlan plan = json.treeToValue(job.plan(), type.plan());
    try {
      var analysis =
          switch (plan) {
            case HeadAnalysisPlan p -> heads.run(job, p);
            case InformationPlan p -> information.run(job, p);
            case PropagationPlan p -> propagation.run(job, p);
          };
      record.record(
          job,
          ArtifactKind.ANALYSIS,
          plan.inputs().stream().map(sources::artifact).toList(),
          Analysis.FILE,
          analysis,
          AnalysisFiles.of(analysis),
          List.of(),
          Map.of("type", plan.type(), "trajectoriesId", plan.trajectoriesId()));
    } catch (StoppedByJob _) {
      // finished parts wait in the workspace
    }
  }
}
