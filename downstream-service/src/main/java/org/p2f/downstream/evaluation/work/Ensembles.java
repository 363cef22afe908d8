package org.p2f.downstream.evaluation.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.downstream.evaluation.EvaluationPlan;
import org.p2f.downstream.head.work.FactorRuns;
import org.p2f.downstream.head.work.HeadKinds;
import org.p2f.downstream.head.work.SourceTrajectories;
import org.p2f.numerics.head.Answers;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.HeadProgress;
import org.p2f.numerics.head.HeadTrainer;
import org.p2f.numerics.head.SweepScore;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.data.TrajectorySplit;
import org.springframework.stereotype.Component;

/**
 * Lets the MLPs on the codes of all encoder seeds answer together. They are trained once more, at
 * the learning rate that was chosen, to the bits that they had.
 */
@Component
final class Ensembles {
  private final SourceTrajectories sources;
  private final Engine engine;

  Ensembles(SourceTrajectories sources, Engine engine) {
    this.sources = sources;
    this.engine = engine;
  }

  /**
   * @param scores of the MLP at each time
   * @return for each time
   */
  List<EvaluationReport.Ensemble> of(
      JobExecution job,
      EvaluationPlan plan,
      String factor,
      double labelFraction,
      List<SweepScore> scores)
      throws IOException {
    job.phase("ensembles: " + factor);
    int seeds = plan.training().seeds();
    var members = new ArrayList<HeadMember>();
    for (var score : scores) {
      for (int seed = 0; seed < seeds; seed++) {
        members.add(new HeadMember(score.head(), score.learningRate(), seed));
      }
    }
    var settings = FactorRuns.settings(plan.training()).withLabels(labelFraction);
    var byEncoder = new ArrayList<List<Answers>>();
    int[] labels = {};
    for (var id : plan.sources().evaluated()) {
      try (var trajectories = sources.open(id, plan.times())) {
        int index = FactorRuns.factor(trajectories, factor);
        labels = trajectories.labels(TrajectorySplit.TEST, index);
        byEncoder.add(
            new HeadTrainer(engine).answers(trajectories, index, members, settings, stopping(job)));
      }
    }
    var found = new ArrayList<EvaluationReport.Ensemble>();
    for (int i = 0; i < scores.size(); i++) {
      var accuracies = new ArrayList<Double>();
      for (int seed = 0; seed < seeds; seed++) {
        int member = i * seeds + seed;
        var together = byEncoder.stream().map(answers -> answers.get(member)).toList();
        accuracies.add(Answers.correctTogether(together, labels) / (double) labels.length);
      }
      found.add(
          new EvaluationReport.Ensemble(
              HeadKinds.time(scores.get(i).head()).findFirst().orElseThrow(),
              scores.get(i).learningRate(),
              scores.get(i).validationAccuracy(),
              accuracies,
              labels.length));
    }
    return found;
  }

  private static HeadProgress stopping(JobExecution job) {
    return new HeadProgress() {
      @Override
      public void advanced(long done, long total) {
        // ensembles are a small part at the end
      }

      @Override
      public void checkpoint() {
        StoppedByJob.check(job);
      }
    };
  }
}
