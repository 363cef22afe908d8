package org.p2f.downstream.compute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobHandler;
import org.p2f.downstream.domain.Evaluation;
import org.p2f.downstream.domain.EvaluationPlan;
import org.p2f.downstream.domain.EvaluationResult;
import org.p2f.downstream.domain.HeadKind;
import org.p2f.downstream.domain.JobKinds;
import org.p2f.numerics.head.AttentionMask;
import org.p2f.numerics.head.Baselines;
import org.p2f.numerics.head.Head;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.HeadScore;
import org.p2f.numerics.head.MemberResult;
import org.p2f.numerics.head.Selection;
import org.p2f.numerics.trajectory.Trajectories;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Trains every head of an evaluation and reports each at its best learning rate. */
@Component
final class EvaluationHandler implements JobHandler {

  /** Of the Transformer whose accuracy is reported, as published. */
  private static final int PASSES = 2;

  private final SourceTrajectories sources;
  private final FactorRuns runs;
  private final RecordResult record;
  private final JsonMapper json;

  EvaluationHandler(
      SourceTrajectories sources, FactorRuns runs, RecordResult record, JsonMapper json) {
    this.sources = sources;
    this.runs = runs;
    this.record = record;
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
      var results =
          runs.run(
              job,
              plan.trajectoriesId(),
              plan.factors(),
              plan.training(),
              EvaluationResult[].class,
              new EvaluationRun(plan));
      var evaluation =
          new Evaluation(plan.trajectoriesId(), results.stream().flatMap(Stream::of).toList());
      record.record(
          job,
          ArtifactKind.EVALUATION,
          List.of(sources.artifact(plan.trajectoriesId())),
          Evaluation.FILE,
          evaluation,
          List.of(),
          Map.of(
              "trajectoriesId", plan.trajectoriesId(),
              "factors", plan.factors(),
              "heads", plan.heads(),
              "results", evaluation.results().size()));
    } catch (Stopped _) {
      // finished factors wait in the workspace
    }
  }

  private record EvaluationRun(EvaluationPlan plan)
      implements FactorRuns.FactorRun<EvaluationResult[]> {

    @Override
    public List<HeadMember> members(Trajectories trajectories, int factor) {
      var members = new ArrayList<HeadMember>();
      for (var head : heads(trajectories.times().size())) {
        for (double rate : plan.learningRates()) {
          for (int seed = 0; seed < plan.training().seeds(); seed++) {
            members.add(new HeadMember(head, rate, seed));
          }
        }
      }
      return members;
    }

    private List<Head> heads(int times) {
      return plan.heads().stream()
          .<Head>flatMap(
              kind ->
                  switch (kind) {
                    case MLP -> IntStream.range(0, times).mapToObj(Head.Mlp::new);
                    case GRU -> Stream.of(new Head.Gru());
                    case TRANSFORMER -> Stream.of(new Head.Transformer(PASSES, AttentionMask.NONE));
                  })
          .toList();
    }

    @Override
    public EvaluationResult[] result(
        Trajectories trajectories, int factor, List<MemberResult> trained) {
      var name = trajectories.factors().get(factor).name();
      var baselines = Baselines.of(trajectories, factor);
      return Selection.best(trained).stream()
          .map(score -> result(name, baselines, trajectories.times(), score))
          .toArray(EvaluationResult[]::new);
    }

    private static EvaluationResult result(
        String factor, Baselines baselines, List<Double> times, HeadScore score) {
      var head =
          switch (score.head()) {
            case Head.Mlp _, Head.Pooled _ -> HeadKind.MLP;
            case Head.Gru _ -> HeadKind.GRU;
            case Head.Transformer _ -> HeadKind.TRANSFORMER;
          };
      return new EvaluationResult(
          head,
          factor,
          score.head() instanceof Head.Mlp mlp ? times.get(mlp.time()) : null,
          head == HeadKind.MLP ? 1 : times.size(),
          score.learningRate(),
          score.bestEpochs(),
          score.validationAccuracy(),
          Accuracies.of(score.test()),
          baselines.chance(),
          baselines.majority());
    }
  }
}
