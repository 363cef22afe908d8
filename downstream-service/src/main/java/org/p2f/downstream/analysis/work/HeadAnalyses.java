package org.p2f.downstream.analysis.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.downstream.analysis.Analysis;
import org.p2f.downstream.analysis.Divergences;
import org.p2f.downstream.analysis.FactorProfile;
import org.p2f.downstream.analysis.HeadAnalysisPlan;
import org.p2f.downstream.analysis.MaskResult;
import org.p2f.downstream.analysis.RateSweep;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.downstream.head.work.Accuracies;
import org.p2f.downstream.head.work.FactorRuns;
import org.p2f.downstream.head.work.SourceTrajectories;
import org.p2f.numerics.head.Accuracy;
import org.p2f.numerics.head.AttentionProfile;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.HeadProgress;
import org.p2f.numerics.head.MaskStudy;
import org.p2f.numerics.head.MemberResult;
import org.p2f.numerics.head.Selection;
import org.p2f.numerics.head.SweepScore;
import org.p2f.numerics.information.JensenShannon;
import org.p2f.numerics.statistics.Interval;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.head.AttentionMask;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.RateSelection;
import org.springframework.stereotype.Component;

/** Trains one-pass Transformer heads and examines what they attend to. */
@Component
final class HeadAnalyses {
  private final SourceTrajectories sources;
  private final FactorRuns runs;

  HeadAnalyses(SourceTrajectories sources, FactorRuns runs) {
    this.sources = sources;
    this.runs = runs;
  }

  /**
   * @throws StoppedByJob if the job is to stop; factors that are done are not trained again
   */
  Analysis run(JobExecution job, HeadAnalysisPlan plan) throws IOException {
    var id = plan.trajectoriesId();
    var times = sources.times(id);
    return switch (plan.type()) {
      case ATTENTION_PROFILE -> new Analysis.OfProfiles(id, times, profiles(job, plan));
      case ATTENTION_MASK -> new Analysis.OfMasks(id, times, masks(job, plan));
      case JENSEN_SHANNON -> {
        var profiles = profiles(job, plan);
        yield new Analysis.OfDivergences(id, times, profiles, divergences(profiles));
      }
      case MUTUAL_INFORMATION, LABEL_PROPAGATION ->
          throw new IllegalStateException("%s trains no heads".formatted(plan.type()));
    };
  }

  private List<FactorProfile> profiles(JobExecution job, HeadAnalysisPlan plan) throws IOException {
    return run(job, plan, FactorProfile.class, new ProfileRun(plan));
  }

  private List<MaskResult> masks(JobExecution job, HeadAnalysisPlan plan) throws IOException {
    return run(job, plan, MaskResult[].class, new MaskRun(plan)).stream()
        .flatMap(Stream::of)
        .toList();
  }

  private static Divergences divergences(List<FactorProfile> profiles) {
    return new Divergences(
        profiles.stream().map(FactorProfile::factor).toList(),
        JensenShannon.matrix(profiles.stream().map(FactorProfile::weights).toList()),
        profiles.stream().map(p -> JensenShannon.floor(p.seeds())).toList());
  }

  private <T> List<T> run(
      JobExecution job, HeadAnalysisPlan plan, Class<T> type, FactorRuns.FactorRun<T> run)
      throws IOException {
    return runs.run(
        job,
        new FactorRuns.Codes(plan.trajectoriesId(), List.of()),
        plan.factors(),
        FactorRuns.settings(plan.training()),
        FactorRuns.Place.ONLY,
        type,
        run);
  }

  private static List<HeadMember> members(HeadAnalysisPlan plan, List<? extends Head> heads) {
    var members = new ArrayList<HeadMember>();
    for (var head : heads) {
      for (double rate : plan.learningRates()) {
        for (int seed = 0; seed < plan.training().seeds(); seed++) {
          members.add(new HeadMember(head, rate, seed));
        }
      }
    }
    return members;
  }

  private static RateSweep rates(SweepScore score) {
    return new RateSweep(
        score.learningRates().getFirst(),
        score.tried().stream()
            .map(rate -> new RateSweep.Tried(rate.learningRate(), rate.validationAccuracy()))
            .toList());
  }

  private record ProfileRun(HeadAnalysisPlan plan) implements FactorRuns.FactorRun<FactorProfile> {
    @Override
    public List<HeadMember> members(Trajectories trajectories, int factor) {
      return HeadAnalyses.members(plan, List.of(AttentionProfile.HEAD));
    }

    @Override
    public FactorProfile result(
        Trajectories trajectories, int factor, List<MemberResult> trained, HeadProgress progress) {
      var score = Selection.overEncoders(List.of(trained), RateSelection.SHARED).getFirst();
      var chosen = score.all();
      var profile = AttentionProfile.of(chosen);
      int times = trajectories.times().size();
      return new FactorProfile(
          trajectories.factors().get(factor).name(),
          profile.weights(),
          profile.overSeeds().stream().map(Interval::low).toList(),
          profile.overSeeds().stream().map(Interval::high).toList(),
          chosen.stream().map(seed -> seed.readoutAttention().subList(0, times)).toList(),
          chosen.stream()
              .map(
                  seed ->
                      seed.headAttention().stream().map(head -> head.subList(0, times)).toList())
              .toList(),
          rates(score),
          accuracy(chosen, seed -> seed.test().count()),
          IntStream.range(0, times)
              .mapToObj(t -> accuracy(chosen, seed -> seed.occlusion().without().get(t)))
              .toList(),
          IntStream.range(0, times)
              .mapToObj(t -> accuracy(chosen, seed -> seed.occlusion().alone().get(t)))
              .toList());
    }

    private static TestAccuracy accuracy(
        List<MemberResult> seeds, ToIntFunction<MemberResult> correct) {
      int images = seeds.getFirst().test().images();
      return Accuracies.of(
          Accuracy.ofSeeds(
              seeds.stream().map(seed -> correct.applyAsInt(seed) / (double) images).toList(),
              images));
    }
  }

  private record MaskRun(HeadAnalysisPlan plan) implements FactorRuns.FactorRun<MaskResult[]> {
    @Override
    public List<HeadMember> members(Trajectories trajectories, int factor) {
      return HeadAnalyses.members(plan, MaskStudy.heads());
    }

    @Override
    public MaskResult[] result(
        Trajectories trajectories, int factor, List<MemberResult> trained, HeadProgress progress) {
      var scores = MaskStudy.of(trained).scores();
      var name = trajectories.factors().get(factor).name();
      return Arrays.stream(AttentionMask.values())
          .filter(scores::containsKey)
          .map(mask -> result(name, mask, Objects.requireNonNull(scores.get(mask))))
          .toArray(MaskResult[]::new);
    }

    private static MaskResult result(String factor, AttentionMask mask, SweepScore score) {
      return new MaskResult(
          factor, mask.number(), mask.description(), Accuracies.of(score.test()), rates(score));
    }
  }
}
