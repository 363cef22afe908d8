package org.p2f.downstream.head.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobPart;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.downstream.head.HeadTraining;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.HeadProgress;
import org.p2f.numerics.head.HeadTrainer;
import org.p2f.numerics.head.MemberResult;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.head.HeadSettings;
import org.p2f.spec.head.LearningRateSchedule;
import org.p2f.spec.head.TrainingLength;
import org.springframework.stereotype.Component;

/**
 * Trains heads factor by factor, and keeps what each factor gave, so that a job taken up again goes
 * on.
 */
@Component
public final class FactorRuns {
  private final SourceTrajectories sources;
  private final Engine engine;
  private final FinishedParts finished;

  FactorRuns(SourceTrajectories sources, Engine engine, FinishedParts finished) {
    this.sources = sources;
    this.engine = engine;
    this.finished = finished;
  }

  /** What one factor's heads give. */
  public interface FactorRun<T> {

    /**
     * @param factor index into the trajectories' factors
     */
    public List<HeadMember> members(Trajectories trajectories, int factor);

    /**
     * @param progress of the job, for what else there is to do
     */
    public T result(
        Trajectories trajectories, int factor, List<MemberResult> trained, HeadProgress progress);
  }

  /**
   * What heads read.
   *
   * @param times all if empty
   */
  public record Codes(String trajectoriesId, List<Double> times) {}

  /** Where a run stands among those of its job, each of all factors. */
  public record Place(int run, int runs) {
    /** The only one. */
    public static final Place ONLY = new Place(0, 1);
  }

  public static HeadSettings settings(HeadTraining training) {
    return new HeadSettings(
        length(training),
        new LearningRateSchedule(training.schedule(), training.warmupSteps()),
        training.batchSize(),
        training.scaling(),
        training.precision(),
        1,
        training.patience(),
        training.validationImages());
  }

  private static TrainingLength length(HeadTraining training) {
    var steps = training.steps();
    return steps == null
        ? new TrainingLength.Epochs(Objects.requireNonNull(training.epochs()))
        : new TrainingLength.Steps(steps, Objects.requireNonNull(training.validationInterval()));
  }

  /**
   * @param type of what a factor gives; written as JSON as soon as it is known
   * @return one result a factor, in their order
   * @throws StoppedByJob if the job is to stop; factors that are done are not trained again
   */
  public <T> List<T> run(
      JobPart job,
      Codes codes,
      List<String> factors,
      HeadSettings settings,
      Place place,
      Class<T> type,
      FactorRun<T> run)
      throws IOException {
    var results = new TreeMap<Integer, T>();
    try (var trajectories = sources.open(codes.trajectoriesId(), codes.times())) {
      var waiting = new ArrayList<Integer>();
      var missing = new ArrayList<HeadTrainer.FactorMembers>();
      for (int i = 0; i < factors.size(); i++) {
        int factor = factor(trajectories, factors.get(i));
        var before = finished.find(job, part(place, trajectories, factor), type);
        if (before.isPresent()) {
          results.put(i, before.get());
        } else {
          waiting.add(i);
          missing.add(new HeadTrainer.FactorMembers(factor, run.members(trajectories, factor)));
        }
      }
      var progress = progress(job, place, results.size(), factors.size());
      job.phase("training heads");
      new HeadTrainer(engine)
          .train(
              trajectories,
              missing,
              settings,
              progress,
              (index, trained) -> {
                int factor = missing.get(index).factor();
                requireFinite(trained);
                T result = run.result(trajectories, factor, trained, progress);
                finished.keep(job, part(place, trajectories, factor), result);
                results.put(waiting.get(index), result);
              });
    }
    return List.copyOf(results.values());
  }

  /** Heads whose losses are not finite have learnt nothing, and their accuracies mean nothing. */
  private static void requireFinite(List<MemberResult> trained) {
    for (var result : trained) {
      if (!Double.isFinite(result.lastLoss())) {
        throw JobFailure.notFinite(
            new ArithmeticException(
                "The loss of %s became %s".formatted(result.member(), result.lastLoss())),
            "lower learning rates or standardised codes may help");
      }
    }
  }

  /** The number by which what a factor gives is kept. */
  public static int part(Place place, Trajectories trajectories, String factor) {
    return part(place, trajectories, factor(trajectories, factor));
  }

  private static int part(Place place, Trajectories trajectories, int factor) {
    return place.run() * trajectories.factors().size() + factor;
  }

  private static HeadProgress progress(JobPart job, Place place, int before, int factors) {
    return new HeadProgress() {
      @Override
      public void advanced(long done, long total) {
        double mine = (before + done / (double) total * (factors - before)) / factors;
        job.progress((place.run() + mine) / place.runs(), done, "head steps");
      }

      @Override
      public void checkpoint() {
        StoppedByJob.check(job);
      }
    };
  }

  /**
   * Index of a factor of that name.
   *
   * @throws IllegalStateException if there is none: the plan was checked
   */
  public static int factor(Trajectories trajectories, String name) {
    for (int i = 0; i < trajectories.factors().size(); i++) {
      if (trajectories.factors().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalStateException("No factor '%s'".formatted(name));
  }
}
