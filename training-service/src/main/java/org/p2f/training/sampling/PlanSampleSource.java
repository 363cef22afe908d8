package org.p2f.training.sampling;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.Split;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.model.ModelNetworks;

/** Notes what is wrong with what samples are to be made from. */
final class PlanSampleSource {
  private static final int MOST_CODES = 1_000;
  private static final int DEFAULT_N = 16;
  private static final int ENDS = 2;

  private final SamplingRunRequest request;
  private final Violations violations;

  PlanSampleSource(SamplingRunRequest request, Violations violations) {
    this.request = request;
    this.violations = violations;
  }

  void require(Optional<DatasetDescription> dataset) {
    if (request.mode() == SamplingPlan.Mode.CODES) {
      violations.require(request.codes() != null, "codes", "are needed in mode codes");
      requireNoImages();
      violations.exclude(request.n() != null, "n", "mode", "there are as many as codes");
      violations.exclude(
          request.codeTime() != null, "codeTime", "mode", "codes that are given have no time");
      return;
    }
    violations.exclude(request.codes() != null, "codes", "mode", "only mode codes takes codes");
    if (request.mode() == SamplingPlan.Mode.UNCONDITIONAL) {
      requireNoImages();
      violations.exclude(request.codeTime() != null, "codeTime", "mode", "there are no codes");
      violations.exclude(
          request.variations() != null, "variations", "mode", "every sample is one of its own");
      return;
    }
    if (request.mode() == SamplingPlan.Mode.PRIOR) {
      requireNoImages();
      violations.exclude(
          request.codeTime() != null, "codeTime", "mode", "codes of the prior have no time");
      return;
    }
    violations.require(request.datasetId() != null, "datasetId", "is needed in this mode");
    violations.require(
        request.datasetId() == null || dataset.isPresent(), "datasetId", "is unknown");
    if (request.mode() == SamplingPlan.Mode.AGGREGATE) {
      requireDrawn(dataset);
      return;
    }
    violations.exclude(
        request.images() != null && request.split() != null,
        "images",
        "split",
        "images are numbered over all splits");
    dataset.ifPresent(this::requireImages);
    if (request.mode() == SamplingPlan.Mode.INTERPOLATE) {
      requireInterpolation();
    } else {
      violations.exclude(
          request.images() != null && request.n() != null,
          "images",
          "n",
          "there are as many as images named");
    }
  }

  private void requireNoImages() {
    var none = "mode %s takes no images".formatted(request.mode().name().toLowerCase(Locale.ROOT));
    violations.exclude(request.datasetId() != null, "datasetId", "mode", none);
    violations.exclude(request.split() != null, "split", "mode", none);
    violations.exclude(request.images() != null, "images", "mode", none);
  }

  private void requireDrawn(Optional<DatasetDescription> dataset) {
    violations.exclude(
        request.images() != null, "images", "mode", "images are drawn from the split");
    violations.exclude(
        request.variations() != null, "variations", "mode", "each sample has a code of its own");
    violations.require(
        dataset.map(d -> d.splits().of(split()) > 0).orElse(true),
        "split",
        "has no images to draw from");
  }

  private Split split() {
    return Objects.requireNonNullElse(request.split(), Split.TEST);
  }

  private void requireInterpolation() {
    var images = request.images();
    violations
        .require(
            images != null && images.size() == ENDS, "images", "mode interpolate needs two of them")
        .require(
            request.n() == null || request.n() >= ENDS,
            "n",
            "points include both ends: at least 2");
    violations.exclude(
        request.variations() != null,
        "variations",
        "mode",
        "all points between two images get the same noise");
    violations.exclude(
        request.batchSize() != null, "batchSize", "mode", "all points are made together");
    PlanSampler.requireRange(violations, request.n(), "n", 1, PlanSampling.LARGEST_BATCH);
  }

  private void requireImages(DatasetDescription dataset) {
    var images = request.images();
    if (images == null) {
      int there = dataset.splits().of(split());
      violations.require(
          request.mode() == SamplingPlan.Mode.INTERPOLATE
              || Objects.requireNonNullElse(request.n(), 1) <= there,
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

  void requireCodes(ModelNetworks.Facts model) {
    var codes = request.codes();
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

  /** Of images or codes samples are made from, or of points between two images. */
  int number(Optional<DatasetDescription> dataset) {
    List<?> named = request.mode() == SamplingPlan.Mode.INTERPOLATE ? null : request.images();
    if (named == null) {
      named = request.codes();
    }
    if (named != null) {
      return named.size();
    }
    boolean each = // image of the split at most once
        switch (request.mode()) {
          case RECONSTRUCT, INPAINT, COLOURISE -> true;
          case CODES, INTERPOLATE, PRIOR, AGGREGATE, UNCONDITIONAL -> false;
        };
    int most = each ? dataset.map(d -> d.splits().of(split())).orElse(DEFAULT_N) : DEFAULT_N;
    return Objects.requireNonNullElse(request.n(), Math.min(DEFAULT_N, most));
  }
}
