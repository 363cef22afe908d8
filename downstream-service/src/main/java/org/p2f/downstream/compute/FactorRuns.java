package org.p2f.downstream.compute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobExecution.Stop;
import org.p2f.downstream.domain.HeadTraining;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.HeadProgress;
import org.p2f.numerics.head.HeadSettings;
import org.p2f.numerics.head.HeadTrainer;
import org.p2f.numerics.head.MemberResult;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.trajectory.Trajectories;
import org.springframework.stereotype.Component;

/**
 * Trains heads factor by factor, and keeps what each factor gave, so that a job taken up again goes
 * on.
 */
@Component
final class FactorRuns {
  private final SourceTrajectories sources;
  private final Engine engine;
  private final FinishedParts finished;

  FactorRuns(SourceTrajectories sources, Engine engine, FinishedParts finished) {
    this.sources = sources;
    this.engine = engine;
    this.finished = finished;
  }

  /** What one factor's heads give. */
  interface FactorRun<T> {

    /**
     * @param factor index into the trajectories' factors
     */
    List<HeadMember> members(Trajectories trajectories, int factor);

    T result(Trajectories trajectories, int factor, List<MemberResult> trained);
  }

  /**
   * @param type of what a factor gives; written as JSON between factors
   * @return one result a factor, in their order
   * @throws Stopped if the job is to stop; factors that are done are not trained again
   */
  <T> List<T> run(
      JobExecution job,
      String trajectoriesId,
      List<String> factors,
      HeadTraining training,
      Class<T> type,
      FactorRun<T> run)
      throws IOException {
    List<T> results = new ArrayList<>();
    var settings =
        new HeadSettings(training.epochs(), training.batchSize(), Scalings.of(training.scaling()));
    try (var trajectories = sources.open(trajectoriesId)) {
      var names = trajectories.factors().stream().map(org.p2f.numerics.data.Factor::name).toList();
      for (int i = 0; i < factors.size(); i++) {
        int factor = names.indexOf(factors.get(i));
        var before = finished.find(job.workspace(), factor, type);
        if (before.isPresent()) {
          results.add(before.get());
          continue;
        }
        job.phase("training heads: " + factors.get(i));
        var trained =
            new HeadTrainer(engine)
                .train(
                    trajectories,
                    factor,
                    run.members(trajectories, factor),
                    settings,
                    progress(job, i, factors.size()));
        T result = run.result(trajectories, factor, trained);
        finished.keep(job.workspace(), factor, result);
        results.add(result);
      }
    }
    return results;
  }

  private static HeadProgress progress(JobExecution job, int factor, int factors) {
    return new HeadProgress() {
      @Override
      public void advanced(long done, long total) {
        job.progress((factor + done / (double) total) / factors, done, "head epochs");
      }

      @Override
      public void checkpoint() {
        if (job.stop() != Stop.NONE) {
          throw new Stopped();
        }
      }
    };
  }
}
