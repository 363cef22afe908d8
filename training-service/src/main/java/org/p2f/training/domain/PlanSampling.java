package org.p2f.training.domain;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;

/** Turns a wish for samples into a plan. */
public final class PlanSampling {
  private static final int MOST_SAMPLES = 50_000;
  private static final int MOST_VARIATIONS = 64;
  private static final int MOST_CODES = 1_000;
  private static final int LARGEST_BATCH = 1_024;
  private static final int DEFAULT_N = 16;
  private static final int DEFAULT_BATCH = 64;
  private static final int ENDS = 2;

  private final SamplingWish wish;
  private final SamplingWish.Source source;
  private final Violations violations = new Violations();
  private final Contradictions contradictions = new Contradictions(violations);

  private PlanSampling(SamplingWish wish) {
    this.wish = wish;
    this.source = wish.source();
  }

  /**
   * @param modelName names the samples where the caller does not
   * @param model empty if there is no such model
   * @param dataset empty if there is no such data set
   * @throws InvalidPlan with everything that is wrong
   */
  public static SamplingPlan resolve(
      SamplingWish wish,
      String modelName,
      Optional<ModelNetworks.Facts> model,
      Optional<DatasetDescription> dataset) {
    return new PlanSampling(wish).resolve(modelName, model, dataset);
  }

  private SamplingPlan resolve(
      String modelName, Optional<ModelNetworks.Facts> model, Optional<DatasetDescription> dataset) {
    requireRanges();
    violations.require(model.isPresent(), "modelId", "is unknown");
    violations.require(
        model.map(ModelNetworks.Facts::scores).orElse(true),
        "modelId",
        "was trained without scores, so it makes no samples");
    requireSource(dataset);
    model.ifPresent(
        m -> {
          requireCodes(m);
          requireMode(m);
          dataset.ifPresent(d -> requireFit(m, d, contradictions));
        });
    var hole = hole(model);
    boolean partKnown =
        wish.mode() == SamplingMode.INPAINT || wish.mode() == SamplingMode.COLOURISE;
    var sampler = PlanSampler.resolve(wish.sampler(), partKnown, model, violations);
    int n = number(dataset);
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
        Objects.requireNonNullElse(wish.weights(), Weights.EMA),
        source.datasetId(),
        source.images() == null && wish.mode().takesImages()
            ? Objects.requireNonNullElse(source.split(), DataSplit.TEST)
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

  private void requireRanges() {
    PlanSampler.requireName(violations, wish.name());
    PlanSampler.requireRange(violations, source.n(), "n", 1, MOST_SAMPLES);
    PlanSampler.requireRange(violations, source.variations(), "variations", 1, MOST_VARIATIONS);
    PlanSampler.requireRange(violations, wish.batchSize(), "batchSize", 1, LARGEST_BATCH);
    Double codeTime = source.codeTime();
    violations.require(
        codeTime == null || (0 <= codeTime && codeTime <= 1), "codeTime", "must be from 0 to 1");
  }

  private void requireSource(Optional<DatasetDescription> dataset) {
    if (wish.mode() == SamplingMode.CODES) {
      violations.require(source.codes() != null, "codes", "are needed in mode codes");
      var none = "mode codes takes no images";
      contradictions.note(source.datasetId() != null, "datasetId", "mode", none);
      contradictions.note(source.split() != null, "split", "mode", none);
      contradictions.note(source.images() != null, "images", "mode", none);
      contradictions.note(source.n() != null, "n", "mode", "there are as many as codes");
      contradictions.note(
          source.codeTime() != null, "codeTime", "mode", "codes that are given have no time");
      return;
    }
    contradictions.note(source.codes() != null, "codes", "mode", "only mode codes takes codes");
    violations.require(source.datasetId() != null, "datasetId", "is needed in this mode");
    violations.require(
        source.datasetId() == null || dataset.isPresent(), "datasetId", "is unknown");
    contradictions.note(
        source.images() != null && source.split() != null,
        "images",
        "split",
        "images are numbered over all splits");
    dataset.ifPresent(this::requireImages);
    if (wish.mode() == SamplingMode.INTERPOLATE) {
      requireInterpolation();
    } else {
      contradictions.note(
          source.images() != null && source.n() != null,
          "images",
          "n",
          "there are as many as images named");
    }
  }

  private void requireInterpolation() {
    var images = source.images();
    violations
        .require(
            images != null && images.size() == ENDS, "images", "mode interpolate needs two of them")
        .require(
            source.n() == null || source.n() >= ENDS, "n", "points include both ends: at least 2");
    contradictions.note(
        source.variations() != null,
        "variations",
        "mode",
        "all points between two images get the same noise");
    contradictions.note(
        wish.batchSize() != null, "batchSize", "mode", "all points are made together");
    PlanSampler.requireRange(violations, source.n(), "n", 1, LARGEST_BATCH);
  }

  private void requireImages(DatasetDescription dataset) {
    var images = source.images();
    if (images == null) {
      var split = Objects.requireNonNullElse(source.split(), DataSplit.TEST);
      int there = split.of(dataset.splits());
      violations.require(
          wish.mode() == SamplingMode.INTERPOLATE
              || Objects.requireNonNullElse(source.n(), 1) <= there,
          "n",
          "the split has %d images".formatted(there));
      return;
    }
    violations.require(!images.isEmpty(), "images", "must name at least one");
    for (int i = 0; i < images.size(); i++) {
      int image = images.get(i);
      violations.require(
          0 <= image && image < dataset.images(),
          "images[%d]".formatted(i),
          "must be 0 to %d".formatted(dataset.images() - 1));
    }
  }

  private void requireCodes(ModelNetworks.Facts model) {
    var codes = source.codes();
    if (codes == null) {
      return;
    }
    violations.require(
        !codes.isEmpty() && codes.size() <= MOST_CODES,
        "codes",
        "must be 1 to %d".formatted(MOST_CODES));
    for (int i = 0; i < codes.size(); i++) {
      var code = codes.get(i);
      violations.require(
          code.size() == model.latentSize()
              && code.stream().allMatch(value -> value != null && Double.isFinite(value)),
          "codes[%d]".formatted(i),
          "must be %d finite numbers".formatted(model.latentSize()));
    }
  }

  private void requireMode(ModelNetworks.Facts model) {
    contradictions.note(
        wish.mode() == SamplingMode.COLOURISE && model.channels() < 2,
        "mode",
        "modelId",
        "images of one channel have no colour");
  }

  static void requireFit(
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

  private int number(Optional<DatasetDescription> dataset) {
    List<?> named = wish.mode() == SamplingMode.INTERPOLATE ? null : source.images();
    if (named == null) {
      named = source.codes();
    }
    if (named != null) {
      return named.size();
    }
    int there =
        wish.mode() == SamplingMode.INTERPOLATE
            ? DEFAULT_N
            : dataset
                .map(d -> Objects.requireNonNullElse(source.split(), DataSplit.TEST).of(d.splits()))
                .orElse(DEFAULT_N);
    return Objects.requireNonNullElse(source.n(), Math.min(DEFAULT_N, there));
  }
}
