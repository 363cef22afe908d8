package org.p2f.downstream.analysis.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.downstream.analysis.Analysis;
import org.p2f.downstream.analysis.Information;
import org.p2f.downstream.analysis.Information.EncoderInformation;
import org.p2f.downstream.analysis.InformationPlan;
import org.p2f.downstream.head.work.FinishedParts;
import org.p2f.downstream.head.work.JobSteps;
import org.p2f.downstream.head.work.Matrices;
import org.p2f.downstream.head.work.SourceTrajectories;
import org.p2f.numerics.information.CodeRows;
import org.p2f.numerics.information.CriticMember;
import org.p2f.numerics.information.InformationMap;
import org.p2f.numerics.information.MineSettings;
import org.p2f.numerics.information.MutualInformation;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.head.HeadSettings;
import org.springframework.stereotype.Component;

/** Trains the critics of mutual-information maps, stack by stack. */
@Component
final class InformationAnalysis {

  /** Bytes of a stack, whose critics are done together or not at all when the job is taken up. */
  private static final long STACK_BYTES = 64L << 20;

  private final SourceTrajectories sources;
  private final Engine engine;
  private final FinishedParts finished;

  InformationAnalysis(SourceTrajectories sources, Engine engine, FinishedParts finished) {
    this.sources = sources;
    this.engine = engine;
    this.finished = finished;
  }

  /**
   * @throws StoppedByJob if the job is to stop; stacks that are done are not trained again
   */
  Analysis run(JobExecution job, InformationPlan plan) throws IOException {
    var ids = plan.inputs();
    var times = sources.times(plan.trajectoriesId());
    var estimates = estimates(job, plan, times.size());
    var maps =
        IntStream.range(0, ids.size())
            .mapToObj(e -> InformationMap.of(estimates, e, times.size()))
            .toList();
    return new Analysis.OfInformation(
        plan.trajectoriesId(),
        times,
        new Information(
            Matrices.mean(maps.stream().map(InformationMap::normalized).toList()),
            Matrices.mean(maps.stream().map(InformationMap::information).toList()),
            Matrices.mean(maps.stream().map(map -> List.of(map.floor())).toList()).getFirst(),
            estimates.size(),
            plan.steps(),
            IntStream.range(0, ids.size())
                .mapToObj(
                    e ->
                        new EncoderInformation(
                            ids.get(e),
                            maps.get(e).normalized(),
                            maps.get(e).information(),
                            maps.get(e).floor()))
                .toList()));
  }

  private Map<CriticMember, Double> estimates(JobExecution job, InformationPlan plan, int times)
      throws IOException {
    job.phase("training critics");
    var settings = settings(plan);
    var members = InformationMap.members(plan.inputs().size(), times, plan.seeds());
    var estimates = new HashMap<CriticMember, Double>();
    List<CodeRows> encoders = new ArrayList<>();
    try {
      for (var id : plan.inputs()) {
        try (var trajectories = sources.open(id)) {
          boolean standardized = plan.scaling() == HeadSettings.Scaling.STANDARDIZED;
          encoders.add(
              CodeRows.of(engine, trajectories, plan.split(), plan.images(), standardized));
        }
      }
      var stacks = MutualInformation.stacks(members, encoders.getFirst().width(), STACK_BYTES);
      for (int i = 0; i < stacks.size(); i++) {
        var stack = stacks.get(i);
        var before = finished.find(job, i, double[].class);
        double[] found;
        if (before.isPresent()) {
          found = before.get();
        } else {
          found =
              new MutualInformation(engine)
                  .estimate(
                      encoders,
                      stack,
                      settings,
                      JobSteps.of(job, i, stacks.size(), plan.steps(), "steps"));
          finished.keep(job, i, found);
        }
        for (int m = 0; m < found.length; m++) {
          estimates.put(stack.get(m), found[m]);
        }
      }
    } catch (ArithmeticException diverged) {
      throw new JobFailure(
          "critic-diverged",
          Blame.USER,
          diverged.getMessage() + "; lower learningRate or standardize the codes",
          diverged);
    } finally {
      encoders.forEach(CodeRows::close);
    }
    return estimates;
  }

  private static MineSettings settings(InformationPlan plan) {
    return new MineSettings(
        plan.steps(),
        plan.batchSize(),
        plan.learningRate(),
        Math.min(MineSettings.WINDOW, plan.steps()),
        plan.precision());
  }
}
