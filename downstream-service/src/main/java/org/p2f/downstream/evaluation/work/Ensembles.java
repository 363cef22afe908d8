package org.p2f.downstream.evaluation.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.downstream.evaluation.EvaluationPlan;
import org.p2f.downstream.head.EncoderRole;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.Sources;
import org.p2f.downstream.head.work.FactorRuns;
import org.p2f.downstream.head.work.HeadKinds;
import org.p2f.downstream.head.work.SourceTrajectories;
import org.p2f.numerics.head.Answers;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.HeadProgress;
import org.p2f.numerics.head.HeadTrainer;
import org.p2f.numerics.head.RightAnswers;
import org.p2f.numerics.head.SweepScore;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.data.TrajectorySplit;
import org.springframework.stereotype.Component;

/**
 * Lets MLPs answer together: those of one t on the codes of all encoder seeds, and those of all t
 * on one encoder's. They are trained once more, at the learning rates that were chosen, to the bits
 * that they had.
 */
@Component
final class Ensembles {
  private final SourceTrajectories sources;
  private final Engine engine;

  Ensembles(SourceTrajectories sources, Engine engine) {
    this.sources = sources;
    this.engine = engine;
  }

  /** Whether the plan has any of the codes of encoders of that role. */
  static boolean any(EvaluationPlan plan, EncoderRole role) {
    return plan.heads().contains(HeadKind.TIME_ENSEMBLE) || overEncoders(plan, role);
  }

  private static boolean overEncoders(EvaluationPlan plan, EncoderRole role) {
    return plan.heads().contains(HeadKind.ENSEMBLE) && role == EncoderRole.EVALUATED;
  }

  /**
   * @param role of the encoders whose codes they read
   * @param scores of the MLP at each time, on those codes
   */
  List<Ensemble> of(
      JobExecution job,
      EvaluationPlan plan,
      EncoderRole role,
      String factor,
      double labelFraction,
      List<SweepScore> scores)
      throws IOException {
    job.phase("ensembles: " + factor);
    var encoders = new ArrayList<Encoder>();
    for (var source : plan.sources().all()) {
      if (source.role() == role) {
        int at = encoders.size();
        encoders.add(encoder(job, plan, source, factor, labelFraction, members(plan, scores, at)));
      }
    }
    var found = new ArrayList<Ensemble>();
    if (overEncoders(plan, role)) {
      for (int i = 0; i < scores.size(); i++) {
        found.add(overEncoders(scores.get(i), i, encoders));
      }
    }
    if (plan.heads().contains(HeadKind.TIME_ENSEMBLE)) {
      found.add(overTimes(encoders));
    }
    return found;
  }

  /**
   * What one encoder's MLPs answer.
   *
   * @param validation which validation images those of all times get right together, one for each
   *     seed
   * @param test the same of test images
   * @param answers to test images, for each time one for each seed; empty unless they are to be
   *     joined with other encoders'
   * @param labels of test images
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Encoder(
      List<RightAnswers> validation,
      List<RightAnswers> test,
      List<List<Answers>> answers,
      int[] labels) {}

  /** The MLPs of one encoder's codes, at its learning rates. */
  private static List<HeadMember> members(
      EvaluationPlan plan, List<SweepScore> scores, int encoder) {
    var members = new ArrayList<HeadMember>();
    for (var score : scores) {
      for (int seed = 0; seed < plan.training().seedsOf(HeadKind.MLP); seed++) {
        members.add(new HeadMember(score.head(), score.learningRates().get(encoder), seed));
      }
    }
    return members;
  }

  private Encoder encoder(
      JobExecution job,
      EvaluationPlan plan,
      Sources.Source source,
      String factor,
      double labelFraction,
      List<HeadMember> members)
      throws IOException {
    int seeds = plan.training().seedsOf(HeadKind.MLP);
    var settings = FactorRuns.settings(plan.training()).withLabels(labelFraction);
    try (var trajectories = sources.open(source.trajectoriesId(), plan.times(source))) {
      int index = FactorRuns.factor(trajectories, factor);
      var answers =
          new HeadTrainer(engine).answers(trajectories, index, members, settings, stopping(job));
      var validation = byTime(answers, seeds, Answers.OfHead::validation);
      var test = byTime(answers, seeds, Answers.OfHead::test);
      int[] labels = trajectories.labels(TrajectorySplit.TEST, index);
      return new Encoder(
          overTimes(validation, trajectories.labels(TrajectorySplit.TRAIN, index)),
          overTimes(test, labels),
          overEncoders(plan, source.role()) ? test : List.of(),
          labels);
    }
  }

  private static List<List<Answers>> byTime(
      List<Answers.OfHead> heads, int seeds, Function<Answers.OfHead, Answers> which) {
    var answers = heads.stream().map(which).toList();
    return IntStream.range(0, answers.size() / seeds)
        .mapToObj(time -> answers.subList(time * seeds, (time + 1) * seeds))
        .toList();
  }

  /** Of each seed. */
  private static List<RightAnswers> overTimes(List<List<Answers>> byTime, int[] labels) {
    return IntStream.range(0, byTime.getFirst().size())
        .mapToObj(
            seed ->
                Answers.together(byTime.stream().map(seeds -> seeds.get(seed)).toList(), labels))
        .toList();
  }

  private static Ensemble overTimes(List<Encoder> encoders) {
    return new Ensemble(
        HeadKind.TIME_ENSEMBLE,
        null,
        List.of(),
        encoders.stream()
            .flatMap(encoder -> encoder.validation().stream())
            .mapToDouble(RightAnswers::accuracy)
            .average()
            .orElseThrow(),
        encoders.stream().map(Encoder::test).toList());
  }

  /**
   * @param at place of the score among those of all times
   */
  private static Ensemble overEncoders(SweepScore score, int at, List<Encoder> encoders) {
    int[] labels = encoders.getFirst().labels();
    int seeds = encoders.getFirst().answers().get(at).size();
    return new Ensemble(
        HeadKind.ENSEMBLE,
        HeadKinds.time(score.head()).findFirst().orElseThrow(),
        score.learningRates(),
        score.validationAccuracy(),
        List.of(
            IntStream.range(0, seeds)
                .mapToObj(
                    seed ->
                        Answers.together(
                            encoders.stream().map(e -> e.answers().get(at).get(seed)).toList(),
                            labels))
                .toList()));
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
