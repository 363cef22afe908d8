package org.p2f.representation.trajectory.work;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobFailure;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.trajectory.TrajectoriesHeader;
import org.p2f.representation.trajectory.ExtractionPlan;
import org.p2f.representation.trajectory.Representation;
import org.p2f.representation.trajectory.TrajectoriesCard;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.network.Precision;

/**
 * Everything an extraction is bound to before its first image.
 *
 * @param precision in which it computes
 */
record ExtractionTerms(ExtractionPlan plan, Precision precision) {

  /**
   * @throws JobFailure if the model does not take the images
   */
  void requireFitting(ImageDataset dataset, ModelSpec model) {
    Preprocessing taken = model.preprocessing();
    if (taken.channels() != dataset.channels()
        || taken.height() != dataset.height()
        || taken.width() != dataset.width()) {
      throw unsuitable(
          "its images are %s; model %s takes %d×%d×%d"
              .formatted(
                  RecordedDatasets.shape(dataset),
                  plan.modelId(),
                  taken.channels(),
                  taken.height(),
                  taken.width()));
    }
  }

  /** In which type codes are stored. */
  DataType stored() {
    return switch (plan.storage()) {
      case FLOAT32 -> DataType.F32;
      case FLOAT16 -> DataType.F16;
    };
  }

  /**
   * What stands in the file.
   *
   * @param codes values that represent an image at a time
   */
  TrajectoriesHeader header(ImageDataset dataset, ExtractionImages images, int codes) {
    try {
      return new TrajectoriesHeader(
          plan.times(),
          codes,
          images.count(TrajectorySplit.TRAIN),
          images.count(TrajectorySplit.TEST),
          dataset.factors(),
          origin());
    } catch (IllegalArgumentException e) {
      throw unsuitable(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, String> origin() {
    Map<String, String> origin = new HashMap<>();
    origin.put("modelId", plan.modelId());
    origin.put("datasetId", plan.datasetId());
    origin.put("weights", word(plan.weights()));
    origin.put("precision", word(precision));
    switch (plan.representation()) {
      case Representation.Code _ -> {
        origin.put("representation", "code");
        origin.put("reading", word(plan.codes()));
      }
      case Representation.Activations(String layer) -> {
        origin.put("representation", "activations");
        origin.put("layer", layer);
      }
    }
    return origin;
  }

  /**
   * What stands in the catalog.
   *
   * @param validation images that the data set has for validation
   */
  TrajectoriesCard card(TrajectoriesHeader header, int validation) {
    return new TrajectoriesCard(
        plan.modelId(),
        plan.datasetId(),
        header.times(),
        header.codes(),
        header.train(),
        validation,
        header.test(),
        header.factors().stream()
            .map(f -> new TrajectoriesCard.Factor(f.name(), f.classes(), f.classNames()))
            .toList(),
        plan.weights(),
        precision,
        plan.storage(),
        plan.codes(),
        plan.representation());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private JobFailure unsuitable(String why) {
    return new JobFailure(
        "unsuitable-dataset", Blame.USER, "Data set %s: %s".formatted(plan.datasetId(), why));
  }
}
