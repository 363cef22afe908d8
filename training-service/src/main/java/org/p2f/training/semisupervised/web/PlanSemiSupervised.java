package org.p2f.training.semisupervised.web;

import static java.util.Objects.requireNonNullElse;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.optimizer.Schedule;
import org.p2f.spec.semisupervised.PropagationSpec;
import org.p2f.spec.semisupervised.PseudoLabelSpec;
import org.p2f.spec.semisupervised.PseudoLabelWeights;
import org.p2f.spec.semisupervised.SemiSupervisedSpec;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.dataset.DatasetDescription.FactorDescription;
import org.p2f.training.model.ModelNetworks;
import org.p2f.training.network.Contradictions;
import org.p2f.training.sampling.PlanSampler;
import org.p2f.training.sampling.PlanSampling;
import org.p2f.training.semisupervised.Backbone;
import org.p2f.training.semisupervised.SemiSupervisedPlan;

/** Turns a request for a semi-supervised run into a plan. */
final class PlanSemiSupervised {
  private static final SemiSupervisedSpec DEFAULTS =
      new SemiSupervisedSpec(
          100,
          16,
          500,
          10,
          250,
          1e-3,
          Schedule.COSINE,
          1e-4,
          true,
          Augmentation.WEAK,
          Augmentation.STRONG,
          new PseudoLabelSpec(PropagationSpec.laplaceNet(), true, PseudoLabelWeights.CERTAINTY));

  private static final int DEPTH = 10;
  private static final int BLOCK_DEPTH = 6;
  private static final int WIDTH = 128;
  private static final int WIDTH_STEP = 4;
  private static final double TIME = .5;

  private final SemiSupervisedRunRequest request;
  private final Violations violations;
  private final Optional<DatasetDescription> dataset;

  private PlanSemiSupervised(
      SemiSupervisedRunRequest request,
      Optional<DatasetDescription> dataset,
      Violations violations) {
    this.request = request;
    this.dataset = dataset;
    this.violations = violations;
  }

  /** The model that a request names. */
  record Named(String id, ModelNetworks.Facts facts) {}

  /**
   * @param model empty if none is named or there is none of that name
   * @param dataset empty if there is none of that id
   * @param violations found so far
   * @throws InvalidPlan with everything that is wrong
   */
  static SemiSupervisedPlan resolve(
      SemiSupervisedRunRequest request,
      Optional<Named> model,
      Optional<DatasetDescription> dataset,
      Violations violations) {
    return new PlanSemiSupervised(request, dataset, violations).resolve(model);
  }

  private SemiSupervisedPlan resolve(Optional<Named> model) {
    PlanSampler.requireName(violations, request.name());
    violations.require(dataset.isPresent(), "datasetId", "is unknown");
    dataset.ifPresent(this::checkLabels);
    var training = requireNonNullElse(request.training(), ClassifierTrainingSettings.NONE);
    checkBatch(training);
    checkBackbone(model);
    violations.refuse();
    return new SemiSupervisedPlan(
        requireNonNullElse(
            request.name(),
            "%s from %d labels of each class"
                .formatted(request.factor(), request.labelsPerClass())),
        request.datasetId(),
        request.factor(),
        request.labelsPerClass(),
        backbone(model.orElse(null)),
        training.over(DEFAULTS),
        requireNonNullElse(request.seed(), 0L));
  }

  private void checkLabels(DatasetDescription data) {
    var factor = data.factors().stream().filter(f -> f.name().equals(request.factor())).findFirst();
    var names = data.factors().stream().map(FactorDescription::name).toList();
    int images = data.splits().train() + data.splits().validation();
    int classes = factor.map(FactorDescription::classes).orElse(2);
    violations
        .require(
            factor.isPresent(),
            "factor",
            "must be one of the data set's: %s".formatted(String.join(", ", names)))
        .require(classes > 1, "factor", "has a single class, of which nothing is to be told")
        .require(
            (long) request.labelsPerClass() * classes < images,
            "labelsPerClass",
            "must leave some of the %d training images without a label".formatted(images))
        .require(data.splits().test() > 0, "datasetId", "has no test images")
        .require(data.height() == data.width(), "datasetId", "holds images that are not square")
        .require(
            neighbours() < images,
            "training.pseudoLabels.propagation.neighbours",
            "must be fewer than the %d training images".formatted(images));
  }

  private int neighbours() {
    var training = requireNonNullElse(request.training(), ClassifierTrainingSettings.NONE);
    var labels = requireNonNullElse(training.pseudoLabels(), PseudoLabelSettings.NONE);
    var propagation = requireNonNullElse(labels.propagation(), PropagationSettings.NONE);
    return requireNonNullElse(
        propagation.neighbours(), DEFAULTS.pseudoLabels().propagation().neighbours());
  }

  private void checkBatch(ClassifierTrainingSettings training) {
    int batch = requireNonNullElse(training.batchSize(), DEFAULTS.batchSize());
    violations.require(
        requireNonNullElse(training.labelledInBatch(), 1) < batch,
        "training.labelledInBatch",
        "must be fewer than the %d images of a batch".formatted(batch));
  }

  private void checkBackbone(Optional<Named> model) {
    var wish = requireNonNullElse(request.backbone(), BackboneSettings.NONE);
    var contradictions = new Contradictions(violations);
    if (wish.modelId() == null) {
      contradictions
          .unless(wish.t() == null, "backbone.t", "backbone.modelId", "random weights know no time")
          .unless(
              wish.weights() == null,
              "backbone.weights",
              "backbone.modelId",
              "there is no model whose weights are taken");
      violations
          .require(
              wish.depth() == null || (wish.depth() - WIDTH_STEP) % BLOCK_DEPTH == 0,
              "backbone.depth",
              "must be 10, 16, 22 or 28")
          .require(
              wish.width() == null || wish.width() % WIDTH_STEP == 0,
              "backbone.width",
              "must be a multiple of 4");
      return;
    }
    violations
        .require(model.isPresent(), "backbone.modelId", "is unknown")
        .require(
            model.map(m -> m.facts().holds(wish.weights())).orElse(true),
            "backbone.weights",
            ModelNetworks.NO_AVERAGES);
    contradictions
        .unless(
            wish.depth() == null, "backbone.depth", "backbone.modelId", "the model has its depth")
        .unless(
            wish.width() == null, "backbone.width", "backbone.modelId", "the model has its width");
    if (model.isPresent() && dataset.isPresent()) {
      PlanSampling.requireFit(model.get().facts(), dataset.get(), contradictions);
    }
  }

  private Backbone backbone(@Nullable Named model) {
    var wish = requireNonNullElse(request.backbone(), BackboneSettings.NONE);
    return model == null
        ? new Backbone(
            null,
            null,
            null,
            requireNonNullElse(wish.depth(), DEPTH),
            requireNonNullElse(wish.width(), WIDTH))
        : new Backbone(
            model.id(),
            requireNonNullElse(wish.weights(), model.facts().usual()),
            requireNonNullElse(wish.t(), TIME),
            null,
            null);
  }
}
