package org.p2f.downstream.evaluation.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobHandler;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.downstream.JobKinds;
import org.p2f.downstream.evaluation.Evaluation;
import org.p2f.downstream.evaluation.EvaluationPlan;
import org.p2f.downstream.head.EncoderRole;
import org.p2f.downstream.head.Sources;
import org.p2f.downstream.head.work.FactorRuns;
import org.p2f.downstream.head.work.RecordResult;
import org.p2f.downstream.head.work.RightAnswersFile;
import org.p2f.downstream.head.work.SourceTrajectories;
import org.p2f.numerics.head.RightAnswers;
import org.p2f.numerics.program.Engine;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Trains every head of an evaluation, encoder by encoder, and reports what they read. */
@Component
final class EvaluationHandler implements JobHandler {
  private final SourceTrajectories sources;
  private final FactorRuns runs;
  private final EvaluationIndexes indexes;
  private final Ensembles ensembles;
  private final RecordResult record;
  private final Engine engine;
  private final JsonMapper json;

  EvaluationHandler(
      SourceTrajectories sources,
      FactorRuns runs,
      EvaluationIndexes indexes,
      Ensembles ensembles,
      RecordResult record,
      Engine engine,
      JsonMapper json) {
    this.sources = sources;
    this.runs = runs;
    this.indexes = indexes;
    this.ensembles = ensembles;
    this.record = record;
    this.engine = engine;
    this.json = json;
  }

  @Override
  public String kind() {
    return JobKinds.EVALUATION;
  }

  @Override
  public void run(JobExecution job) throws IOException, InterruptedException {
    var plan = json.treeToValue(job.plan(), EvaluationPlan.class);
    try {
      if (!indexes.run(job, plan)) {
        return; // asked to stop; what is done stays in the workspace
      }
      var answers = new ArrayList<RightAnswers>();
      var evaluation = evaluate(job, plan, answers);
      record.record(
          job,
          ArtifactKind.EVALUATION,
          plan.sources().ids().stream().map(sources::artifact).toList(),
          Evaluation.FILE,
          evaluation,
          EvaluationFiles.of(evaluation),
          List.of(
              new RecordResult.BinaryFile(
                  Evaluation.ANSWERS,
                  RightAnswersFile.MEDIA_TYPE,
                  to -> RightAnswersFile.write(to, answers))),
          Map.of(
              "trajectoriesId", plan.sources().trajectoriesId(),
              "factors", plan.factors(),
              "heads", plan.heads(),
              "results", evaluation.results().size(),
              "comparisons", evaluation.differences().size()));
    } catch (StoppedByJob _) {
      // finished factors wait in the workspace
    }
  }

  /** Indexes that run for the job end with it, however it ends. */
  @Override
  public Optional<String> salvage(JobExecution job) throws IOException {
    indexes.end(job);
    return Optional.empty();
  }

  /**
   * @param answers to which those of all heads are added
   */
  private Evaluation evaluate(JobExecution job, EvaluationPlan plan, List<RightAnswers> answers)
      throws IOException {
    var reports = new ArrayList<EvaluationReport>();
    var all = EvaluationRun.of(plan).iterator();
    for (double fraction : plan.labelFractions()) {
      var report = new EvaluationReport(plan.factors(), fraction, plan.rateSelection());
      for (var source : plan.sources().all()) {
        var trained = all.next().train(job, runs, engine, plan.factors());
        report.add(source, times(plan, source), trained);
      }
      for (var role : report.roles()) {
        if (Ensembles.any(plan, role)) {
          addEnsembles(job, plan, role, fraction, report);
        }
      }
      reports.add(report);
    }
    return new Evaluation(
        plan.sources(),
        reports.stream().flatMap(r -> r.results(answers).stream()).toList(),
        reports.stream().flatMap(r -> r.differences().stream()).toList());
  }

  private void addEnsembles(
      JobExecution job,
      EvaluationPlan plan,
      EncoderRole role,
      double fraction,
      EvaluationReport report)
      throws IOException {
    for (int factor = 0; factor < plan.factors().size(); factor++) {
      var mlps = report.mlps(role, factor);
      report.addEnsembles(
          role, factor, ensembles.of(job, plan, role, plan.factors().get(factor), fraction, mlps));
    }
  }

  private List<Double> times(EvaluationPlan plan, Sources.Source source) throws IOException {
    try (var trajectories = sources.open(source.trajectoriesId(), plan.times(source))) {
      return trajectories.times();
    }
  }
}
