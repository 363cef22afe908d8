package org.p2f.downstream.compute;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobHandler;
import org.p2f.downstream.domain.Analysis;
import org.p2f.downstream.domain.AnalysisPlan;
import org.p2f.downstream.domain.AnalysisType;
import org.p2f.downstream.domain.FactorProfile;
import org.p2f.downstream.domain.JobKinds;
import org.p2f.downstream.domain.MaskResult;
import org.p2f.numerics.head.AttentionMask;
import org.p2f.numerics.head.AttentionProfile;
import org.p2f.numerics.head.Head;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.MaskStudy;
import org.p2f.numerics.head.MemberResult;
import org.p2f.numerics.statistics.Interval;
import org.p2f.numerics.trajectory.Trajectories;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Trains one-pass Transformer heads and examines what they attend to. */
@Component
final class AnalysisHandler implements JobHandler {
  private final FactorRuns runs;
  private final RecordResult record;
  private final JsonMapper json;

  AnalysisHandler(FactorRuns runs, RecordResult record, JsonMapper json) {
    this.runs = runs;
    this.record = record;
    this.json = json;
  }

  @Override
  public String kind() {
    return JobKinds.ANALYSIS;
  }

  @Override
  public void run(JobExecution job) throws IOException {
    var plan = json.treeToValue(job.plan(), AnalysisPlan.class);
    var trajectories = runs.trajectories(plan.trajectoriesId());
    try {
      var analysis =
          switch (plan.type()) {
            case ATTENTION_PROFILE -> profiles(job, plan);
            case ATTENTION_MASK -> masks(job, plan);
          };
      record.record(
          job,
          ArtifactKind.ANALYSIS,
          trajectories,
          Analysis.FILE,
          analysis,
          Map.of(
              "type", plan.type(),
              "trajectoriesId", plan.trajectoriesId(),
              "factors", plan.factors()));
    } catch (Stopped _) {
      // finished factors wait in the workspace
    }
  }

  private Analysis profiles(JobExecution job, AnalysisPlan plan) throws IOException {
    var found = run(job, plan, FactorProfile.class, new ProfileRun(plan));
    return new Analysis(
        AnalysisType.ATTENTION_PROFILE, plan.trajectoriesId(), times(plan), found, null);
  }

  private Analysis masks(JobExecution job, AnalysisPlan plan) throws IOException {
    var found = run(job, plan, MaskResult[].class, new MaskRun(plan));
    return new Analysis(
        AnalysisType.ATTENTION_MASK,
        plan.trajectoriesId(),
        times(plan),
        null,
        found.stream().flatMap(Stream::of).toList());
  }

  private <T> List<T> run(
      JobExecution job, AnalysisPlan plan, Class<T> type, FactorRuns.FactorRun<T> run)
      throws IOException {
    return runs.run(
        job, runs.trajectories(plan.trajectoriesId()), plan.factors(), plan.training(), type, run);
  }

  private List<Double> times(AnalysisPlan plan) {
    return runs.times(plan.trajectoriesId());
  }

  private static List<HeadMember> members(AnalysisPlan plan, List<? extends Head> heads) {
    return heads.stream()
        .flatMap(
            head ->
                IntStream.range(0, plan.training().seeds())
                    .mapToObj(seed -> new HeadMember(head, plan.learningRate(), seed)))
        .toList();
  }

  private record ProfileRun(AnalysisPlan plan) implements FactorRuns.FactorRun<FactorProfile> {
    @Override
    public List<HeadMember> members(Trajectories trajectories, int factor) {
      return AnalysisHandler.members(plan, List.of(AttentionProfile.HEAD));
    }

    @Override
    public FactorProfile result(Trajectories trajectories, int factor, List<MemberResult> trained) {
      var profile = AttentionProfile.of(trained);
      return new FactorProfile(
          trajectories.factors().get(factor).name(),
          profile.weights(),
          profile.overSeeds().stream().map(Interval::low).toList(),
          profile.overSeeds().stream().map(Interval::high).toList());
    }
  }

  private record MaskRun(AnalysisPlan plan) implements FactorRuns.FactorRun<MaskResult[]> {
    @Override
    public List<HeadMember> members(Trajectories trajectories, int factor) {
      return AnalysisHandler.members(plan, MaskStudy.heads());
    }

    @Override
    public MaskResult[] result(Trajectories trajectories, int factor, List<MemberResult> trained) {
      var scores = MaskStudy.of(trained).scores();
      var name = trajectories.factors().get(factor).name();
      return Arrays.stream(AttentionMask.values())
          .filter(scores::containsKey)
          .map(
              mask ->
                  new MaskResult(
                      name,
                      mask.number(),
                      mask.description(),
                      Accuracies.of(java.util.Objects.requireNonNull(scores.get(mask)).test())))
          .toArray(MaskResult[]::new);
    }
  }
}
