package org.p2f.downstream.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.study.StudyStep.Result;

/**
 * The steps of a study in an order in which they can be done: training, encoding, heads, analyses,
 * report.
 */
public final class StudyLine {

  /** The last step, which gathers all others. */
  public static final String REPORT = "report";

  /** Name of an encoder that was never trained. */
  public static final String UNTRAINED = "untrained";

  /** Name of the encoders that know no t, as if of an objective. */
  public static final String STATIC = "static";

  /** Name of the score networks whose activations are read, as if of an objective. */
  public static final String ACTIVATIONS = "activations";

  /** The grid that is one t: whichever it is, a static encoder's code is the same. */
  private static final int ONE_TIME = 1;

  /** What {@link StudyPlan#training()} cannot say: the plan has it elsewhere. */
  static final Set<String> TRAINING_FIELDS =
      Set.of("datasetId", "preset", "objective", "seed", "name", "steps");

  /** What its {@code encoder} cannot say likewise. */
  static final Set<String> ENCODER_FIELDS = Set.of("time");

  /** What {@link StudyPlan#headTraining()} cannot say: the plan has it elsewhere. */
  static final Set<String> HEAD_FIELDS =
      Set.of("trajectoriesId", "times", "heads", "seeds", "learningRates", "scaling", "epochs");

  /** What {@link StudyPlan#critics()} cannot say: the plan has it elsewhere. */
  static final Set<String> CRITIC_FIELDS =
      Set.of("type", "trajectoriesId", "furtherTrajectoriesIds", "steps");

  /** Settings of head training that do not go with analyses, which keep no best weights. */
  private static final Set<String> OF_EVALUATIONS =
      Set.of("patience", "validationInterval", StudyPlan.HEAD_LEARNING_RATES);

  /** Learns nothing: the MLPs of all t answer together. */
  private static final String TIME_ENSEMBLE = "time-ensemble";

  /** Those that claims are about: two that read one t, two that read all. */
  private static final List<String> HEADS =
      List.of("mlp", "wide-mlp", "gru", "transformer", TIME_ENSEMBLE);

  /** Those that controls over all times are read by. */
  private static final List<String> CONTROL_HEADS = List.of("mlp", "gru", "transformer");

  /**
   * What is recorded of a trained distribution: a sample, as the score network was told. What lies
   * hidden under its noise was not paid for and is no part of the code.
   */
  private static final String SAMPLE = "sample";

  /** Of an untrained one, whose noise means nothing, the mean: the control at its best. */
  private static final String MEAN = "mean";

  private static final String MODELS = "/v1/training-runs";
  private static final String CODES = "/v1/trajectories";
  private static final String EVALUATIONS = "/v1/evaluations";
  private static final String ANALYSES = "/v1/analyses";

  private final StudyPlan plan;
  private final Predicate<String> begun;
  private final List<StudyStep> steps = new ArrayList<>();

  private StudyLine(StudyPlan plan, Predicate<String> begun) {
    this.plan = plan;
    this.begun = begun;
  }

  /** Of a new study. */
  public static List<StudyStep> of(StudyPlan plan) {
    return of(plan, step -> false);
  }

  /**
   * @param begun whether a step of that name stands in a study that was begun before
   */
  static List<StudyStep> of(StudyPlan plan, Predicate<String> begun) {
    return new StudyLine(plan, begun).steps();
  }

  /** Name of a trained encoder. */
  public static String encoder(String objective, int seed) {
    return objective + "-" + seed;
  }

  /** Name of the step that trains heads on that encoder's codes. */
  public static String heads(String encoder) {
    return "heads-" + encoder;
  }

  /** Name of the step that trains the Transformer on a coarser grid. */
  public static String granularity(String encoder, int grid) {
    return "heads-%s-g%d".formatted(encoder, grid);
  }

  /** Name of the step that compares attention profiles. */
  public static String profiles(String encoder) {
    return "profiles-" + encoder;
  }

  /** Name of the step that hides times from attention. */
  public static String masks(String encoder) {
    return "masks-" + encoder;
  }

  /** Name of the step that maps mutual information of all encoders of an objective. */
  public static String information(String objective) {
    return "information-" + objective;
  }

  private static String codes(String encoder, int grid) {
    return "codes-%s-g%d".formatted(encoder, grid);
  }

  private List<StudyStep> steps() {
    // First, since it takes no training: its heads learn beside the training of others.
    encoder(UNTRAINED, plan.objectives().getFirst(), 0, 0L);
    for (var objective : plan.objectives()) {
      for (int seed = 0; seed < plan.encoderSeeds(); seed++) {
        encoder(encoder(objective, seed), objective, seed, plan.steps());
      }
    }
    for (int seed = 0; seed < plan.staticEncoders(); seed++) {
      staticEncoder(encoder(STATIC, seed), plan.objectives().getFirst(), seed);
    }
    for (int seed = 0; seed < plan.activations(); seed++) {
      activations(encoder(ACTIVATIONS, seed), plan.objectives().getFirst(), seed);
    }
    if (measures(StudyAnalysis.MUTUAL_INFORMATION)) {
      for (var objective : plan.objectives()) {
        information(objective, encoders(objective));
      }
    }
    var body = new LinkedHashMap<String, Object>();
    body.put("inputs", steps.stream().<Object>map(step -> new Result(step.name())).toList());
    steps.add(new StudyStep(REPORT, "Report", "", body));
    return List.copyOf(steps);
  }

  private List<String> encoders(String objective) {
    return IntStream.range(0, plan.encoderSeeds())
        .mapToObj(seed -> encoder(objective, seed))
        .toList();
  }

  private void encoder(String name, String objective, int seed, @Nullable Long trainingSteps) {
    train(name, training(name, objective, seed, trainingSteps));
    var reading = name.equals(UNTRAINED) ? MEAN : SAMPLE;
    encode(name, reading, plan.grid());
    heads(name, heads(name), plan.grid(), plan.grid(), headKinds(name));
    if (name.equals(UNTRAINED)) {
      return;
    }
    plan.granularities().forEach(grid -> coarser(name, grid));
    if (measures(StudyAnalysis.ATTENTION_PROFILES)) {
      analysis(profiles(name), "Profiles of " + title(name), "jensen-shannon", name, 2);
    }
    if (measures(StudyAnalysis.ATTENTION_MASKS)) {
      analysis(masks(name), "Masks on " + title(name), "attention-mask", name, plan.headSeeds());
    }
  }

  private boolean measures(StudyAnalysis analysis) {
    return plan.analyses().contains(analysis);
  }

  /** The Transformer on a coarser grid: on the grid's codes where they have its times. */
  private void coarser(String encoder, int grid) {
    boolean within = plan.grid() % grid == 0 && !begun.test(codes(encoder, grid));
    if (!within) {
      encode(encoder, SAMPLE, grid);
    }
    int recorded = within ? plan.grid() : grid;
    heads(encoder, granularity(encoder, grid), grid, recorded, List.of("transformer"));
  }

  /** A score network that never sees a code, represented by its activations. */
  private void activations(String name, String objective, int seed) {
    var training = training(name, objective, seed, plan.steps());
    var loss = plan.trainingOf("loss");
    loss.put("codeDropout", 1);
    training.put("loss", loss);
    train(name, training);
    var representation = new TreeMap<String, Object>();
    representation.put("kind", ACTIVATIONS);
    if (plan.activationsLayer() != null) {
      representation.put("layer", plan.activationsLayer());
    }
    add(
        codes(name, plan.grid()),
        "Activations of network %d, %s".formatted(seed, times(plan.grid())),
        CODES,
        Map.of(
            "modelId",
            new Result("model-" + name),
            "datasetId",
            plan.datasetId(),
            "representation",
            representation,
            "grid",
            plan.grid()));
    heads(name, heads(name), plan.grid(), plan.grid(), CONTROL_HEADS);
  }

  private void staticEncoder(String name, String objective, int seed) {
    var training = training(name, objective, seed, plan.steps());
    var encoder = new TreeMap<String, Object>(plan.encoderTraining());
    encoder.put("time", "fixed");
    training.put("encoder", encoder);
    train(name, training);
    encode(name, SAMPLE, ONE_TIME);
    heads(name, heads(name), ONE_TIME, ONE_TIME, List.of("mlp", "wide-mlp"));
  }

  private Map<String, Object> training(
      String encoder, String objective, int seed, @Nullable Long trainingSteps) {
    var training = new LinkedHashMap<String, Object>(plan.training());
    training.put("datasetId", plan.datasetId());
    training.put("preset", plan.trainingPreset());
    training.put("objective", objective);
    training.put("seed", plan.seed() + seed);
    training.put("name", "%s: %s".formatted(plan.name(), encoder));
    if (trainingSteps != null) {
      training.put("steps", trainingSteps);
    }
    return training;
  }

  private void train(String encoder, Map<String, Object> training) {
    add("model-" + encoder, "Training " + title(encoder), MODELS, training);
  }

  /** Heads of a trained encoder on so many times: two kinds read one each, two read all. */
  static long heads(int times) {
    return 2L * times + 2;
  }

  /** The control is read by all heads that it is compared with. */
  private List<String> headKinds(String encoder) {
    return encoder.equals(UNTRAINED) || !plan.measuresClaims() ? CONTROL_HEADS : HEADS;
  }

  /**
   * How many heads that step trains, learning rates and seeds told apart.
   *
   * @param step of a study with that plan
   * @return 0 for a step that trains none
   */
  public static long heads(StudyPlan plan, StudyStep step) {
    if (!(step.body().get("heads") instanceof List<?> kinds)) {
      return 0;
    }
    int times =
        step.name().startsWith(heads(STATIC))
            ? ONE_TIME
            : step.body().get("times") instanceof List<?> some ? some.size() : plan.grid() + 1;
    long each = 0;
    for (var kind : kinds) {
      each +=
          switch (String.valueOf(kind)) {
            case "mlp", "wide-mlp" -> times;
            case TIME_ENSEMBLE -> 0;
            default -> 1;
          };
    }
    return each * plan.headsOfEachKind();
  }

  private static String title(String encoder) {
    return encoder.toUpperCase(Locale.ROOT).replace('-', ' ');
  }

  /**
   * @param reading what is recorded of codes that are distributions
   */
  private void encode(String encoder, String reading, int grid) {
    add(
        codes(encoder, grid),
        "Codes of %s, %s".formatted(title(encoder), times(grid)),
        CODES,
        Map.of(
            "modelId",
            new Result("model-" + encoder),
            "datasetId",
            plan.datasetId(),
            "codes",
            reading,
            "grid",
            grid));
  }

  /**
   * @param grid whose times are read
   * @param recorded grid of the codes
   */
  private void heads(String encoder, String name, int grid, int recorded, List<String> kinds) {
    var body = new LinkedHashMap<String, Object>(plan.headTraining());
    body.put("trajectoriesId", new Result(codes(encoder, recorded)));
    if (grid != recorded) {
      body.put("times", StudyPlan.timesOf(grid));
    }
    body.put("heads", kinds);
    body.put("seeds", plan.headSeeds());
    epochs(body);
    body.put("learningRates", plan.learningRates());
    body.computeIfPresent(StudyPlan.HEAD_LEARNING_RATES, (_, rates) -> of(kinds, rates));
    body.put("scaling", "standardized");
    add(name, "Heads on %s, %s".formatted(title(encoder), times(grid)), EVALUATIONS, body);
  }

  /** Of settings by kind of head, those of some kinds. */
  private static Object of(List<String> kinds, Object settings) {
    if (!(settings instanceof Map<?, ?> all)) {
      return settings; // the evaluation says what is wrong with it
    }
    var some = new LinkedHashMap<Object, Object>(all);
    some.keySet().removeIf(kind -> HEADS.contains(kind) && !kinds.contains(kind));
    return some;
  }

  private static String times(int grid) {
    int times = StudyPlan.timesOf(grid).size();
    return times == 1 ? "one time" : times + " times";
  }

  private void analysis(String name, String title, String type, String encoder, int leastSeeds) {
    var body = new LinkedHashMap<String, Object>(plan.headTraining());
    body.keySet().removeAll(OF_EVALUATIONS);
    body.put("type", type);
    body.put("trajectoriesId", new Result(codes(encoder, plan.grid())));
    body.put("seeds", Math.max(leastSeeds, plan.headSeeds()));
    epochs(body);
    body.put("learningRates", plan.learningRates("transformer"));
    body.put("scaling", "standardized");
    add(name, title, ANALYSES, body);
  }

  private void epochs(Map<String, Object> body) {
    if (plan.epochs() != null) {
      body.put("epochs", plan.epochs());
    }
  }

  private void information(String objective, List<String> encoders) {
    var results =
        encoders.stream().<Object>map(encoder -> new Result(codes(encoder, plan.grid()))).toList();
    var body = new LinkedHashMap<String, Object>(plan.critics());
    body.put("type", "mutual-information");
    body.put("trajectoriesId", results.getFirst());
    body.put("furtherTrajectoriesIds", results.subList(1, results.size()));
    body.put("steps", plan.criticSteps());
    add(
        information(objective),
        "Mutual information, " + objective.toUpperCase(Locale.ROOT),
        ANALYSES,
        body);
  }

  private void add(String name, String title, String path, Map<String, Object> body) {
    steps.add(new StudyStep(name, title, path, body));
  }
}
