package org.p2f.representation.trajectory.web;

import java.util.Objects;
import java.util.Optional;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.encoding.web.EncodingLimits;
import org.p2f.representation.encoding.web.TimesReader;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.model.Models;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.representation.picture.Datasets;
import org.p2f.representation.picture.Datasets.DatasetCard;
import org.p2f.representation.trajectory.CodeReading;
import org.p2f.representation.trajectory.ExtractionPlan;
import org.p2f.representation.trajectory.Representation;
import org.p2f.representation.trajectory.Storage;
import org.p2f.spec.network.PrecisionChoice;
import org.p2f.spec.network.Weights;
import org.springframework.stereotype.Component;

/** Checks requests for trajectories and tells everything that is wrong with one at once. */
@Component
class ExtractionPlans {
  private final EncodingLimits limits;
  private final Models models;
  private final Datasets datasets;
  private final Representations representations;

  ExtractionPlans(
      EncodingLimits limits, Models models, Datasets datasets, Representations representations) {
    this.limits = limits;
    this.models = models;
    this.datasets = datasets;
    this.representations = representations;
  }

  /**
   * @throws Refused if the request cannot be done as asked
   */
  ExtractionPlan read(TrajectoriesRequest request) {
    var invalid = new InvalidFields();
    Optional<Times> times = TimesReader.read(request.t(), request.grid(), limits.times(), invalid);
    Optional<ModelCard> model = requireFitting(request, invalid);
    Weights weights = Objects.requireNonNullElse(request.weights(), Weights.RAW);
    model.ifPresent(found -> invalid.requireWeights(found, weights));
    Optional<Representation> representation =
        representations.read(request, model, weights, invalid);
    invalid.refuse();
    return new ExtractionPlan(
        model.orElseThrow().id(),
        request.datasetId(),
        times.orElseThrow().distinct().values(),
        weights,
        Objects.requireNonNullElse(request.precision(), PrecisionChoice.AUTO),
        Objects.requireNonNullElse(request.storage(), Storage.FLOAT32),
        Objects.requireNonNullElse(request.codes(), CodeReading.MEAN),
        representation.orElseThrow());
  }

  private Optional<ModelCard> requireFitting(TrajectoriesRequest request, InvalidFields invalid) {
    Optional<ModelCard> model = models.find(request.modelId());
    Optional<DatasetCard> dataset = datasets.find(request.datasetId());
    if (model.isEmpty()) {
      invalid.addUnknown(
          "unknown-model", "modelId", "there is no model '%s'".formatted(request.modelId()));
    }
    if (dataset.isEmpty()) {
      invalid.addUnknown(
          "unknown-dataset",
          "datasetId",
          "there is no data set '%s'".formatted(request.datasetId()));
    }
    if (model.isPresent()
        && dataset.isPresent()
        && !model.get().shape().equals(dataset.get().shape())) {
      invalid.add(
          "datasetId",
          "its images are %s (channels×height×width); the model takes %s"
              .formatted(dataset.get().shape(), model.get().shape()));
    }
    return model;
  }
}
