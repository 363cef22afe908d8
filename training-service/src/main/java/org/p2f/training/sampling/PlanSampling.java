package org.p2f.training.sampling;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.Split;
import org.p2f.spec.sampling.KnownPart;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.model.ModelNetworks;
import org.p2f.training.sampling.SamplerPlan.SamplerSettings;

/** Turns a request for samples into a plan. */
final class PlanSampling {
  private static final int MOST_SAMPLES = 50_000;

  /** Samples that are made together. */
  static final int LARGEST_BATCH = 1_024;

  private static final int DEFAULT_BATCH = 64;

  private final SamplingRunRequest request;
  private final Violations violations;

  private PlanSampling(SamplingRunRequest request, Violations violations) {
    this.request = request;
    this.violations = violations;
  }

  static SamplingPlan resolve(
      SamplingRunRequest request,
      String modelId,
      String modelName,
      Optional<ModelNetworks.Facts> model,
      Optional<DatasetDescription> dataset,
      Violations violations) {
    return new PlanSampling(request, violations).resolve(modelId, modelName, model, dataset);
  }

  private SamplingPlan resolve(
      String modelId,
      String modelName,
      Optional<ModelNetworks.Facts> model,
      Optional<DatasetDescription> dataset) {
    violations.requireName(request.name(), Violations.LONGEST_NAME);
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
        model.map(m -> m.encoderAlone() || m.holds(request.weights())).orElse(true),
        "weights",
        ModelNetworks.NO_AVERAGES);
    var from = new PlanSampleSource(request, violations);
    from.require(dataset);
    model.ifPresent(
        m -> {
          from.requireCodes(m);
          requireMode(m);
          dataset.ifPresent(d -> m.requireFit(d, violations));
        });
    var hole = hole(model);
    var sampler =
        PlanSampler.ofRun(
            Objects.requireNonNullElse(request.sampler(), SamplerSettings.NONE),
            request.mode(),
            model,
            violations);
    int n = from.number(dataset);
    int variations = Objects.requireNonNullElse(request.variations(), 1);
    violations.require(
        (long) n * variations <= MOST_SAMPLES,
        "n",
        "more than %d samples would be made".formatted(MOST_SAMPLES));
    violations.refuse();
    return new SamplingPlan(
        Objects.requireNonNullElseGet(
            request.name(),
            () ->
                "%s with %s".formatted(request.mode().name().toLowerCase(Locale.ROOT), modelName)),
        modelId,
        request.mode(),
        Objects.requireNonNullElse(request.seed(), 0L),
        Objects.requireNonNullElse(request.weights(), model.orElseThrow().usual()),
        request.datasetId(),
        request.images() == null && request.mode().takesImages()
            ? Objects.requireNonNullElse(request.split(), Split.TEST)
            : null,
        request.images(),
        n,
        variations,
        request.codes(),
        request.codeTime(),
        hole,
        sampler.plan(model.orElseThrow().diffusion()),
        request.mode() == SamplingPlan.Mode.INTERPOLATE
            ? n
            : Objects.requireNonNullElse(request.batchSize(), DEFAULT_BATCH));
  }

  private void requireMode(ModelNetworks.Facts model) {
    violations.exclude(
        request.mode() == SamplingPlan.Mode.COLOURISE && model.channels() < 2,
        "mode",
        "modelId",
        "images of one channel have no colour");
    violations.exclude(
        request.mode() == SamplingPlan.Mode.PRIOR && !model.gaussianCodes(),
        "mode",
        "modelId",
        "only codes that are normal distributions have a prior");
    boolean unconditional = request.mode() == SamplingPlan.Mode.UNCONDITIONAL;
    violations.exclude(
        model.scores() && unconditional && model.codeDropout() == 0,
        "mode",
        "modelId",
        "its network was always told a code: its loss.codeDropout is 0");
    violations.exclude(
        !unconditional && model.codeDropout() == 1,
        "mode",
        "modelId",
        "its network was never told a code, so only mode unconditional makes samples: its"
            + " loss.codeDropout is 1");
  }

  /** Where it is left out, the middle half of the image. */
  private KnownPart.@Nullable AllBut hole(Optional<ModelNetworks.Facts> model) {
    if (request.mode() != SamplingPlan.Mode.INPAINT) {
      violations.exclude(request.hole() != null, "hole", "mode", "only mode inpaint has a hole");
      return null;
    }
    var hole = Objects.requireNonNullElse(request.hole(), HoleSettings.NONE);
    int width = model.map(ModelNetworks.Facts::width).orElse(1);
    int height = model.map(ModelNetworks.Facts::height).orElse(1);
    int x = Objects.requireNonNullElse(hole.x(), width / 4);
    int y = Objects.requireNonNullElse(hole.y(), height / 4);
    int across = Objects.requireNonNullElse(hole.width(), Math.max(1, width / 2));
    int down = Objects.requireNonNullElse(hole.height(), Math.max(1, height / 2));
    boolean begins = x >= 0 && y >= 0;
    boolean fits = across >= 1 && (long) x + across <= width;
    boolean fitsDown = down >= 1 && (long) y + down <= height;
    var within = "must be at least 1 and end within the %d pixels";
    violations
        .require(fits, "hole.width", within.formatted(width))
        .require(fitsDown, "hole.height", within.formatted(height));
    return begins && fits && fitsDown ? new KnownPart.AllBut(x, y, across, down) : null;
  }
}
