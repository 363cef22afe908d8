package org.p2f.training.sampling;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.Weights;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.model.ModelNetworks;
import org.p2f.training.network.Contradictions;

/** Turns a wish for samples into a plan. */
public final class PlanSampling {
  private static final int MOST_SAMPLES = 50_000;

  /** Samples that are made together. */
  public static final int LARGEST_BATCH = 1_024;

  private static final int DEFAULT_BATCH = 64;

  private final SamplingWish wish;
  private final SamplingWish.Source source;
  private final Violations violations;
  private final Contradictions contradictions;

  private PlanSampling(SamplingWish wish, Violations violations) {
    this.wish = wish;
    this.violations = violations;
    this.contradictions = new Contradictions(violations);
    this.source = wish.source();
  }

  /**
   * @param modelName names the samples where the caller does not
   * @param model empty if there is no such model
   * @param dataset empty if there is no such data set
   * @param violations found so far
   * @throws InvalidPlan with everything that is wrong
   */
  public static SamplingPlan resolve(
      SamplingWish wish,
      String modelName,
      Optional<ModelNetworks.Facts> model,
      Optional<DatasetDescription> dataset,
      Violations violations) {
    return new PlanSampling(wish, violations).resolve(modelName, model, dataset);
  }

  private SamplingPlan resolve(
      String modelName, Optional<ModelNetworks.Facts> model, Optional<DatasetDescription> dataset) {
    PlanSampler.requireName(violations, wish.name());
    violations.require(model.isPresent(), "modelId", "is unknown");
    violations.require(
        model.map(ModelNetworks.Facts::scores).orElse(true),
        "modelId",
        "was trained without scores, so it makes no samples");
    violations.require(
        model.map(m -> !m.scores() || !m.encoderAlone()).orElse(true),
        "modelId",
        "holds the encoder alone, without the score network that makes samples");
    violations.require(
        model.map(m -> m.encoderAlone() || m.holds(wish.weights())).orElse(true),
        "weights",
        ModelNetworks.NO_AVERAGES);
    var from = new PlanSampleSource(wish, violations, contradictions);
    from.require(dataset);
    model.ifPresent(
        m -> {
          from.requireCodes(m);
          requireMode(m);
          dataset.ifPresent(d -> requireFit(m, d, contradictions));
        });
    var hole = hole(model);
    boolean partKnown =
        wish.mode() == SamplingMode.INPAINT || wish.mode() == SamplingMode.COLOURISE;
    var sampler = PlanSampler.resolve(wish.sampler(), partKnown, model, violations);
    int n = from.number(dataset);
    int variations = Objects.requireNonNullElse(source.variations(), 1);
    violations.require(
        (long) n * variations <= MOST_SAMPLES,
        "n",
        "more than %d samples would be made".formatted(MOST_SAMPLES));
    violations.refuse();
    return new SamplingPlan(
        Objects.requireNonNullElseGet(
            wish.name(),
            () -> "%s with %s".formatted(wish.mode().name().toLowerCase(Locale.ROOT), modelName)),
        wish.modelId(),
        wish.mode(),
        Objects.requireNonNullElse(wish.seed(), 0L),
        Objects.requireNonNullElse(
            wish.weights(), model.map(ModelNetworks.Facts::usual).orElse(Weights.EMA)),
        source.datasetId(),
        source.images() == null && wish.mode().takesImages()
            ? Objects.requireNonNullElse(source.split(), Split.TEST)
            : null,
        source.images(),
        n,
        variations,
        source.codes(),
        source.codeTime(),
        hole,
        sampler,
        wish.mode() == SamplingMode.INTERPOLATE
            ? n
            : Objects.requireNonNullElse(wish.batchSize(), DEFAULT_BATCH));
  }

  private void requireMode(ModelNetworks.Facts model) {
    contradictions.note(
        wish.mode() == SamplingMode.COLOURISE && model.channels() < 2,
        "mode",
        "modelId",
        "images of one channel have no colour");
    contradictions.note(
        wish.mode() == SamplingMode.PRIOR && !model.gaussianCodes(),
        "mode",
        "modelId",
        "only codes that are normal distributions have a prior");
  }

  public static void requireFit(
      ModelNetworks.Facts model, DatasetDescription dataset, Contradictions contradictions) {
    contradictions.note(
        dataset.channels() != model.channels()
            || dataset.height() != model.height()
            || dataset.width() != model.width(),
        "datasetId",
        "modelId",
        "the model takes images of %d×%d×%d, the data set has %d×%d×%d"
            .formatted(
                model.channels(),
                model.height(),
                model.width(),
                dataset.channels(),
                dataset.height(),
                dataset.width()));
  }

  /** Where it is left out, the middle half of the image. */
  private @Nullable HolePlan hole(Optional<ModelNetworks.Facts> model) {
    var hole = wish.hole();
    if (wish.mode() != SamplingMode.INPAINT) {
      var only = "only mode inpaint has a hole";
      contradictions.note(hole.x() != null, "holeX", "mode", only);
      contradictions.note(hole.y() != null, "holeY", "mode", only);
      contradictions.note(hole.width() != null, "holeWidth", "mode", only);
      contradictions.note(hole.height() != null, "holeHeight", "mode", only);
      return null;
    }
    int width = model.map(ModelNetworks.Facts::width).orElse(1);
    int height = model.map(ModelNetworks.Facts::height).orElse(1);
    var plan =
        new HolePlan(
            Objects.requireNonNullElse(hole.x(), width / 4),
            Objects.requireNonNullElse(hole.y(), height / 4),
            Objects.requireNonNullElse(hole.width(), Math.max(1, width / 2)),
            Objects.requireNonNullElse(hole.height(), Math.max(1, height / 2)));
    violations
        .require(plan.x() >= 0, "holeX", "must be at least 0")
        .require(plan.y() >= 0, "holeY", "must be at least 0")
        .require(
            plan.width() >= 1 && (long) plan.x() + plan.width() <= width,
            "holeWidth",
            "must be at least 1 and end within the %d pixels".formatted(width))
        .require(
            plan.height() >= 1 && (long) plan.y() + plan.height() <= height,
            "holeHeight",
            "must be at least 1 and end within the %d pixels".formatted(height));
    return plan;
  }
}
