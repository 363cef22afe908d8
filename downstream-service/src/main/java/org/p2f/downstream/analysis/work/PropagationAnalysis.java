package org.p2f.downstream.analysis.work;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.downstream.analysis.Analysis;
import org.p2f.downstream.analysis.PropagationPlan;
import org.p2f.downstream.analysis.PropagationResult;
import org.p2f.downstream.head.work.Accuracies;
import org.p2f.downstream.head.work.FinishedParts;
import org.p2f.downstream.head.work.JobSteps;
import org.p2f.downstream.head.work.SourceTrajectories;
import org.p2f.numerics.head.Accuracy;
import org.p2f.numerics.information.LabelPropagation;
import org.p2f.numerics.information.LabelledDraw;
import org.p2f.numerics.information.PropagationCodes;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.head.HeadSettings;
import org.p2f.spec.semisupervised.PropagationSpec;
import org.springframework.stereotype.Component;

/** Spreads a few labels over the codes at each time, and over those of all times end to end. */
@Component
final class PropagationAnalysis {
  private final SourceTrajectories sources;
  private final Engine engine;
  private final FinishedParts finished;

  PropagationAnalysis(SourceTrajectories sources, Engine engine, FinishedParts finished) {
    this.sources = sources;
    this.engine = engine;
    this.finished = finished;
  }

  /**
   * @throws StoppedByJob if the job is to stop; times that are done are not done again
   */
  Analysis run(JobExecution job, PropagationPlan plan) throws IOException {
    List<PropagationResult> results = new ArrayList<>();
    try (var trajectories = sources.open(plan.trajectoriesId())) {
      var times = trajectories.times();
      for (int view = 0; view <= times.size(); view++) {
        var before = finished.find(job, view, PropagationResult[].class);
        PropagationResult[] found;
        if (before.isPresent()) {
          found = before.get();
        } else {
          job.phase(view == times.size() ? "all t" : "t = " + times.get(view));
          found = view(job, plan, trajectories, view);
          finished.keep(job, view, found);
        }
        results.addAll(List.of(found));
      }
      return new Analysis.OfPropagation(plan.trajectoriesId(), times, results);
    }
  }

  /**
   * @param view index of a time; the number of times for all of them
   */
  private PropagationResult[] view(
      JobExecution job, PropagationPlan plan, Trajectories trajectories, int view) {
    int times = trajectories.times().size();
    int points = plan.images() + trajectories.images(TrajectorySplit.TEST);
    boolean standardized = plan.scaling() == HeadSettings.Scaling.STANDARDIZED;
    try (var arena = Arena.ofConfined()) {
      var codes =
          view == times
              ? PropagationCodes.ofAll(arena, trajectories, plan.images(), standardized)
              : PropagationCodes.at(arena, trajectories, plan.images(), view, standardized);
      int width = view == times ? times * trajectories.codes() : trajectories.codes();
      var progress = JobSteps.of(job, view, times + 1, points, "points");
      var propagation =
          new LabelPropagation(engine, codes, width, PropagationSpec.iscen(), progress);
      var t = view == times ? null : trajectories.times().get(view);
      return plan.factors().stream()
          .flatMap(
              factor ->
                  plan.labels().stream()
                      .map(
                          labels -> {
                            var found = test(plan, trajectories, propagation, factor, labels);
                            return new PropagationResult(
                                factor,
                                t,
                                labels,
                                Accuracies.of(found.accuracy()),
                                found.weighted(),
                                found.certainty());
                          }))
          .toArray(PropagationResult[]::new);
    }
  }

  private record Found(Accuracy accuracy, double weighted, double certainty) {}

  private static Found test(
      PropagationPlan plan,
      Trajectories trajectories,
      LabelPropagation propagation,
      String factor,
      int labels) {
    var names = trajectories.factors().stream().map(f -> f.name()).toList();
    int index = names.indexOf(factor);
    int classes = trajectories.factors().get(index).classes();
    int[] train = Arrays.copyOf(trajectories.labels(TrajectorySplit.TRAIN, index), plan.images());
    int[] test = trajectories.labels(TrajectorySplit.TEST, index);
    List<Double> accuracies = new ArrayList<>();
    double weights = 0;
    double rightWeights = 0;
    for (int seed = 0; seed < plan.seeds(); seed++) {
      var known =
          Arrays.copyOf(
              LabelledDraw.draw(train, classes, labels, seed), train.length + test.length);
      Arrays.fill(known, train.length, known.length, LabelPropagation.UNKNOWN);
      var spread = propagation.spread(known, classes);
      int hits = 0;
      for (int i = 0; i < test.length; i++) {
        double certainty = spread.certainty(train.length + i);
        weights += certainty;
        if (spread.answer(train.length + i) == test[i]) {
          hits++;
          rightWeights += certainty;
        }
      }
      accuracies.add(hits / (double) test.length);
    }
    return new Found(
        Accuracy.ofSeeds(accuracies, test.length),
        weights > 0 ? rightWeights / weights : 0,
        weights / (test.length * (double) plan.seeds()));
  }
}
