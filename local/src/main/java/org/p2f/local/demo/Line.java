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

  /** Above the published rates: there are fewer epochs. */
  private static final double LEARNING_RATE = 4e-3;

  /** At four times this rate it learns nothing. */
  private static final double TRANSFORMER_RATE = 1e-3;

  /** An epoch of the Transformer takes longer than one of all other heads together. */
  private static final int TRANSFORMER_SHARE = 5;

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
      String transformerEvaluationId,
      String controlEvaluationId,
      String profileId,
      String masksId) {}

  /** How long and how fast a head learns. */
  private record Pace(int epochs, double learningRate) {}

  private Pace pace() {
    return new Pace(options.limits().epochs(), LEARNING_RATE);
  }

  private Pace transformerPace() {
    return new Pace(Math.max(1, options.limits().epochs() / TRANSFORMER_SHARE), TRANSFORMER_RATE);
  }

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
    var evaluation =
        evaluate("Heads", "heads", codes, List.of(HeadsEnum.MLP, HeadsEnum.GRU), pace());
    var transformer =
        evaluate(
            "Transformer", "transformer", codes, List.of(HeadsEnum.TRANSFORMER), transformerPace());
    var control =
        evaluate("Heads, control", "control-heads", controlCodes, List.of(HeadsEnum.MLP), pace());
    return new Results(
        dataset,
        trained.runId(),
        trained.modelId(),
        evaluation,
        transformer,
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

  private String evaluate(
      String title, String step, String trajectories, List<HeadsEnum> heads, Pace pace) {
    var request =
        new EvaluationRequest()
            .trajectoriesId(trajectories)
            .heads(heads)
            .seeds(options.limits().seeds())
            .epochs(pace.epochs())
            .learningRates(List.of(pace.learningRate()))
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
            .epochs(transformerPace().epochs())
            .learningRate(transformerPace().learningRate())
            .scaling(AnalysisRequest.ScalingEnum.STANDARDIZED);
    return calls.follow(
        title, calls.ask(() -> calls.analyses().createAnalysis(request, run.key(step))));
  }
}
