package org.p2f.downstream.evaluation.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobHandler;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.downstream.JobKinds;
import org.p2f.downstream.evaluation.Evaluation;
import org.p2f.downstream.evaluation.EvaluationPlan;
import org.p2f.downstream.head.EncoderRole;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.Sources;
import org.p2f.downstream.head.work.FactorRuns;
import org.p2f.downstream.head.work.HeadKinds;
import org.p2f.downstream.head.work.RecordResult;
import org.p2f.downstream.head.work.RightAnswersFile;
import org.p2f.downstream.head.work.SourceTrajectories;
import org.p2f.numerics.head.Baselines;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.HeadProgress;
import org.p2f.numerics.head.MemberResult;
import org.p2f.numerics.head.NearestNeighbours;
import org.p2f.numerics.head.RightAnswers;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.trajectory.Trajectories;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Trains every head of an evaluation, encoder by encoder, and reports what they read. */
@Component
final class EvaluationHandler implements JobHandler {
  private final SourceTrajectories sources;
  private final FactorRuns runs;
  private final Ensembles ensembles;
  private final RecordResult record;
  private final Engine engine;
  private final JsonMapper json;

  EvaluationHandler(
      SourceTrajectories sources,
      FactorRuns runs,
      Ensembles ensembles,
      RecordResult record,
      Engine engine,
      JsonMapper json) {
    this.sources = sources;
    this.runs = runs;
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
  public void run(JobExecution job) throws IOException {
    var plan = json.treeToValue(job.plan(), EvaluationPlan.class);
    try {
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

  /**
   * @param answers to which those of all heads are added
   */
  private Evaluation evaluate(JobExecution job, EvaluationPlan plan, List<RightAnswers> answers)
      throws IOException {
    var reports = new ArrayList<EvaluationReport>();
    var encoders = plan.sources().all();
    int all = plan.labelFractions().size() * encoders.size();
    for (double fraction : plan.labelFractions()) {
      var report = new EvaluationReport(plan.factors(), fraction, plan.rateSelection());
      for (var source : encoders) {
        var place = new FactorRuns.Place(reports.size() * encoders.size() + report.encoders(), all);
        report.add(source, times(plan, source), train(job, plan, source, fraction, place));
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

  /** For each factor, what it gave. */
  private List<TrainedFactor> train(
      JobExecution job,
      EvaluationPlan plan,
      Sources.Source source,
      double fraction,
      FactorRuns.Place place)
      throws IOException {
    return runs.run(
        job,
        new FactorRuns.Codes(source.trajectoriesId(), plan.times(source)),
        plan.factors(),
        FactorRuns.settings(plan.training()).withLabels(fraction),
        place,
        TrainedFactor.class,
        new EvaluationRun(engine, plan, fraction));
  }

  private record EvaluationRun(Engine engine, EvaluationPlan plan, double fraction)
      implements FactorRuns.FactorRun<TrainedFactor> {

    @Override
    public List<HeadMember> members(Trajectories trajectories, int factor) {
      int classes = trajectories.factors().get(factor).classes();
      var members = new ArrayList<HeadMember>();
      for (var kind : plan.heads()) {
        for (var head :
            HeadKinds.heads(kind, trajectories.codes(), classes, trajectories.times())) {
          for (double rate : plan.learningRates(kind)) {
            for (int seed = 0; seed < plan.training().seedsOf(kind); seed++) {
              members.add(new HeadMember(head, rate, seed));
            }
          }
        }
      }
      return members;
    }

    @Override
    public TrainedFactor result(
        Trajectories trajectories, int factor, List<MemberResult> trained, HeadProgress progress) {
      var neighbours =
          plan.heads().contains(HeadKind.NEIGHBOURS)
              ? new NearestNeighbours(engine, plan.neighbours())
                  .classify(
                      trajectories,
                      factor,
                      plan.training().seeds(),
                      FactorRuns.settings(plan.training()).withLabels(fraction),
                      progress)
              : List.<NearestNeighbours.Result>of();
      return new TrainedFactor(
          trained, neighbours, Objects.requireNonNull(Baselines.of(trajectories, factor)));
    }
  }
}
