package org.p2f.training.likelihood.web;

import java.util.Objects;
import java.util.Optional;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.Probe;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.likelihood.LikelihoodPlan;
import org.p2f.training.model.ModelNetworks;

/** Turns a request for likelihoods into a plan. */
final class PlanLikelihood {
  private static final int DEFAULT_N = 100;
  private static final int DEFAULT_BATCH = 50;
  private static final double DEFAULT_TOLERANCE = 1e-5;

  private PlanLikelihood() {}

  /**
   * @param modelId what the request's alias stands for now
   * @param model empty if there is no such model
   * @param dataset empty if there is no such data set
   * @param violations found so far
   * @throws InvalidPlan with everything that is wrong
   */
  public static LikelihoodPlan resolve(
      LikelihoodRequest request,
      String modelId,
      String modelName,
      Optional<ModelNetworks.Facts> model,
      Optional<DatasetDescription> dataset,
      Violations violations) {
    violations.requireName(request.name(), Violations.LONGEST_NAME);
    violations
        .require(model.isPresent(), "modelId", "is unknown")
        .require(
            model.map(m -> m.scores() && m.continuousTimes()).orElse(true),
            "modelId",
            "has no score network that knows all times, which the probability flow needs")
        .require(
            model.map(m -> !m.scores() || !m.encoderAlone()).orElse(true),
            "modelId",
            "holds the encoder alone, without the score network that the probability flow needs")
        .require(
            model.map(m -> m.encoderAlone() || m.holds(request.weights())).orElse(true),
            "weights",
            ModelNetworks.NO_AVERAGES)
        .require(dataset.isPresent(), "datasetId", "is unknown");
    var split = Objects.requireNonNullElse(request.split(), Split.TEST);
    int there = dataset.map(d -> d.splits().of(split)).orElse(DEFAULT_N);
    int n = Objects.requireNonNullElse(request.n(), Math.min(DEFAULT_N, there));
    violations.require(
        1 <= n && n <= there, "n", "must be 1 to the %d images of the split".formatted(there));
    if (model.isPresent() && dataset.isPresent()) {
      model.get().requireFit(dataset.get(), violations);
    }
    double codeDropout = model.map(ModelNetworks.Facts::codeDropout).orElse(0.);
    violations
        .require(
            request.code() != LikelihoodPlan.Code.NONE || model.isEmpty() || codeDropout > 0,
            "code",
            "modelId",
            "its network was always told a code: its loss.codeDropout is 0")
        .require(
            request.code() != LikelihoodPlan.Code.OF_IMAGE || codeDropout < 1,
            "code",
            "modelId",
            "its network was never told a code: its loss.codeDropout is 1");
    violations.refuse();
    return new LikelihoodPlan(
        Objects.requireNonNullElse(request.name(), "likelihoods under " + modelName),
        modelId,
        request.datasetId(),
        split,
        n,
        Objects.requireNonNullElse(request.seed(), 0L),
        Objects.requireNonNullElse(
            request.weights(), model.map(ModelNetworks.Facts::usual).orElse(Weights.EMA)),
        Objects.requireNonNullElse(
            request.code(),
            codeDropout < 1 ? LikelihoodPlan.Code.OF_IMAGE : LikelihoodPlan.Code.NONE),
        Objects.requireNonNullElse(request.probe(), Probe.RADEMACHER),
        Objects.requireNonNullElse(request.probes(), 1),
        Objects.requireNonNullElse(request.relativeTolerance(), DEFAULT_TOLERANCE),
        Objects.requireNonNullElse(request.absoluteTolerance(), DEFAULT_TOLERANCE),
        Objects.requireNonNullElse(request.batchSize(), DEFAULT_BATCH));
  }
}
