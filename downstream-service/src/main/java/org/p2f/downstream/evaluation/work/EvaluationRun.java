package org.p2f.downstream.evaluation.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.p2f.catalog.job.JobPart;
import org.p2f.downstream.evaluation.EvaluationPlan;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.Sources;
import org.p2f.downstream.head.work.FactorRuns;
import org.p2f.downstream.head.work.HeadKinds;
import org.p2f.numerics.head.Baselines;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.HeadProgress;
import org.p2f.numerics.head.MemberResult;
import org.p2f.numerics.head.NearestNeighbours;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.trajectory.Trajectories;

/**
 * All heads of an evaluation on one encoder's codes, with one share of the labels.
 *
 * @param place among all runs of the evaluation
 */
record EvaluationRun(
    EvaluationPlan plan, Sources.Source source, double labelFraction, FactorRuns.Place place) {

  /** In the order in which one machine does them: by share of the labels, then by encoder. */
  static List<EvaluationRun> of(EvaluationPlan plan) {
    var sources = plan.sources().all();
    int all = plan.labelFractions().size() * sources.size();
    var runs = new ArrayList<EvaluationRun>();
    for (double fraction : plan.labelFractions()) {
      for (var source : sources) {
        runs.add(new EvaluationRun(plan, source, fraction, new FactorRuns.Place(runs.size(), all)));
      }
    }
    return runs;
  }

  FactorRuns.Codes codes() {
    return new FactorRuns.Codes(source.trajectoriesId(), plan.times(source));
  }

  /**
   * Trains the heads that read these factors, but for what is done.
   *
   * @return for each factor, what it gave
   */
  List<TrainedFactor> train(JobPart job, FactorRuns runs, Engine engine, List<String> factors)
      throws IOException {
    return runs.run(
        job,
        codes(),
        factors,
        FactorRuns.settings(plan.training()).withLabels(labelFraction),
        place,
        TrainedFactor.class,
        new OfFactor(engine, plan, labelFraction));
  }

  private record OfFactor(Engine engine, EvaluationPlan plan, double labelFraction)
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
                      FactorRuns.settings(plan.training()).withLabels(labelFraction),
                      progress)
              : List.<NearestNeighbours.Result>of();
      return new TrainedFactor(
          trained, neighbours, Objects.requireNonNull(Baselines.of(trajectories, factor)));
    }
  }
}
