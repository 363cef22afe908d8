package org.p2f.downstream.compute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobExecution.Stop;
import org.p2f.downstream.domain.HeadTraining;
import org.p2f.downstream.domain.TrajectoriesCard;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.HeadProgress;
import org.p2f.numerics.head.HeadSettings;
import org.p2f.numerics.head.HeadTrainer;
import org.p2f.numerics.head.MemberResult;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.trajectory.Trajectories;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trains heads factor by factor, and keeps what each factor gave, so that a job taken up again goes
 * on.
 */
@Component
final class FactorRuns {
  private final Artifacts artifacts;
  private final Engine engine;
  private final FinishedFactors finished;
  private final JsonMapper json;

  FactorRuns(Artifacts artifacts, Engine engine, FinishedFactors finished, JsonMapper json) {
    this.json = json;
    this.artifacts = artifacts;
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

  Artifact trajectories(String id) {
    return artifacts
        .find(id, ArtifactKind.TRAJECTORIES)
        .orElseThrow(() -> new IllegalStateException("Trajectories %s are gone".formatted(id)));
  }

  /** The times of those trajectories. */
  List<Double> times(String trajectoriesId) {
    var source = trajectories(trajectoriesId);
    return json.treeToValue(source.attributes(), TrajectoriesCard.class).times();
  }

  /**
   * @param type of what a factor gives; written as JSON between factors
   * @return one result a factor, in their order
   * @throws Stopped if the job is to stop; factors that are done are not trained again
   */
  <T> List<T> run(
      JobExecution job,
      Artifact source,
      List<String> factors,
      HeadTraining training,
      Class<T> type,
      FactorRun<T> run)
      throws IOException {
    List<T> results = new ArrayList<>();
    var settings =
        new HeadSettings(training.epochs(), training.batchSize(), Scalings.of(training.scaling()));
    try (var trajectories = Trajectories.open(artifacts.open(source, TrajectoriesCard.FILE))) {
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
