package org.p2f.local.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.client.model.AnalysisRequest;
import org.p2f.client.model.EvaluationRequest;
import org.p2f.client.model.EvaluationRequest.HeadsEnum;
import org.p2f.client.model.TrainingRunRequest;
import org.p2f.client.model.TrajectoriesRequest;

/**
 * The line of jobs from images to results. Each step is asked for by a key of its own, so it is
 * done once.
 */
final class Line {

  /** Times 0, 0.1, …, 1; the published ablations use this grid. */
  private static final int GRID = 10;

  private static final double LEARNING_RATE = 4e-3;

  private static final List<HeadsEnum> ALL_HEADS =
      List.of(HeadsEnum.MLP, HeadsEnum.GRU, HeadsEnum.TRANSFORMER);

  private final Calls calls;
  private final DemoRun run;
  private final DemoOptions options;

  Line(Calls calls, DemoRun run, DemoOptions options) {
    this.calls = calls;
    this.run = run;
    this.options = options;
  }

  /** Ids of everything the line made. */
  record Results(
      String datasetId,
      String trainingRunId,
      String modelId,
      String evaluationId,
      String controlEvaluationId,
      String profileId,
      String masksId) {}

  Results go() {
    var dataset =
        new DatasetStep(calls, run)
            .of(
                options.source(),
                options.archive(),
                options.limits().train(),
                options.limits().test());
    var trained = train("Training", "training", dataset, options.steps());
    var untrained = train("Untrained control", "control", dataset, 0L);
    var codes = trajectories("Encoding along t", "codes", trained.modelId(), dataset);
    var controlCodes =
        trajectories("Encoding, control", "control-codes", untrained.modelId(), dataset);
    var evaluation = evaluate("Heads", "heads", codes, ALL_HEADS);
    var control = evaluate("Heads, control", "control-heads", controlCodes, List.of(HeadsEnum.MLP));
    return new Results(
        dataset,
        trained.runId(),
        trained.modelId(),
        evaluation,
        control,
        analyse("Attention profiles", "profile", AnalysisRequest.TypeEnum.ATTENTION_PROFILE, codes),
        analyse("Attention masks", "masks", AnalysisRequest.TypeEnum.ATTENTION_MASK, codes));
  }

  private record Trained(String runId, String modelId) {}

  private Trained train(String title, String step, String dataset, @Nullable Long steps) {
    var request =
        new TrainingRunRequest()
            .datasetId(dataset)
            .preset(options.preset())
            .objective(TrainingRunRequest.ObjectiveEnum.fromValue(options.objective()))
            .name(step)
            .steps(steps);
    var started =
        calls.ask(() -> calls.trainingRuns().createTrainingRun(request, null, run.key(step)));
    return new Trained(started.getId(), calls.follow(title, started.getJob()));
  }

  private String trajectories(String title, String step, String model, String dataset) {
    var request = new TrajectoriesRequest().modelId(model).datasetId(dataset).grid(GRID);
    return calls.follow(
        title, calls.ask(() -> calls.trajectories().createTrajectories(request, run.key(step))));
  }

  private String evaluate(String title, String step, String trajectories, List<HeadsEnum> heads) {
    var request =
        new EvaluationRequest()
            .trajectoriesId(trajectories)
            .heads(heads)
            .seeds(options.limits().seeds())
            .epochs(options.limits().epochs())
            .learningRates(List.of(LEARNING_RATE))
            .scaling(EvaluationRequest.ScalingEnum.STANDARDIZED);
    return calls.follow(
        title, calls.ask(() -> calls.evaluations().createEvaluation(request, run.key(step))));
  }

  private String analyse(
      String title, String step, AnalysisRequest.TypeEnum type, String trajectories) {
    var request =
        new AnalysisRequest()
            .type(type)
            .trajectoriesId(trajectories)
            .seeds(options.limits().seeds())
            .epochs(options.limits().epochs())
            .learningRate(LEARNING_RATE)
            .scaling(AnalysisRequest.ScalingEnum.STANDARDIZED);
    return calls.follow(
        title, calls.ask(() -> calls.analyses().createAnalysis(request, run.key(step))));
  }
}
