package org.p2f.training.quality.web;

import java.util.Objects;
import java.util.Optional;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.Split;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.quality.QualityPlan;
import org.p2f.training.sampling.SamplesDescription;

/** Turns a request for an evaluation of samples into a plan. */
final class PlanQuality {
  private static final int FEWEST = 2;
  private static final int DEFAULT_SUBSETS = 100;
  private static final int DEFAULT_SUBSET_SIZE = 1_000;

  private PlanQuality() {}

  /**
   * @param samples empty if there are none of that id
   * @param dataset empty if there is none of that id
   * @param violations found so far
   * @throws InvalidPlan with everything that is wrong
   */
  public static QualityPlan resolve(
      SampleEvaluationRequest request,
      String featureNetwork,
      Optional<SamplesDescription> samples,
      Optional<DatasetDescription> dataset,
      Violations violations) {
    violations.requireName(request.name(), Violations.LONGEST_NAME);
    violations
        .require(samples.isPresent(), "samplesId", "is unknown")
        .require(
            samples.map(s -> s.n() >= FEWEST).orElse(true),
            "samplesId",
            "holds a single sample; a distance needs at least 2")
        .require(dataset.isPresent(), "datasetId", "is unknown");
    var split = Objects.requireNonNullElse(request.split(), Split.TEST);
    int there = dataset.map(d -> d.splits().of(split)).orElse(FEWEST);
    int n = Objects.requireNonNullElse(request.n(), there);
    int fewest = Math.min(n, samples.map(SamplesDescription::n).orElse(n));
    int subsetSize =
        Objects.requireNonNullElse(
            request.subsetSize(), Math.min(DEFAULT_SUBSET_SIZE, Math.max(FEWEST, fewest)));
    violations
        .require(
            FEWEST <= n && n <= there,
            "n",
            "must be 2 to the %d images of the split".formatted(there))
        .require(
            FEWEST <= subsetSize && subsetSize <= Math.max(FEWEST, fewest),
            "subsetSize",
            "must be 2 to %d, the fewer of samples and images".formatted(fewest));
    violations.refuse();
    return new QualityPlan(
        Objects.requireNonNullElse(request.name(), "quality of " + request.samplesId()),
        request.samplesId(),
        request.datasetId(),
        split,
        n,
        Objects.requireNonNullElse(request.subsets(), DEFAULT_SUBSETS),
        subsetSize,
        Objects.requireNonNullElse(request.seed(), 0L),
        featureNetwork);
  }
}
