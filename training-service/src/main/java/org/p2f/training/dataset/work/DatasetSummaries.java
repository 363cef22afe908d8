package org.p2f.training.dataset.work;

import java.util.Map;
import org.p2f.numerics.data.DatasetSummary;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.Split;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.dataset.DatasetDescription.FactorDescription;
import org.p2f.training.dataset.DatasetDescription.Report;
import org.p2f.training.dataset.DatasetDescription.Splits;

/** What an import made, in the domain's words. */
final class DatasetSummaries {
  private DatasetSummaries() {}

  static DatasetDescription describe(ImageSource source, DatasetSummary summary) {
    return new DatasetDescription(
        source,
        summary.images(),
        summary.channels(),
        summary.height(),
        summary.width(),
        summary.factors().stream().map(DatasetSummaries::describe).toList(),
        splits(summary.splits()),
        summary.mean(),
        summary.std(),
        new Report(
            summary.filesRead(), summary.filesSkipped(), summary.imagesRead(), summary.warnings()));
  }

  private static FactorDescription describe(Factor factor) {
    return new FactorDescription(factor.name(), factor.classes(), factor.classNames());
  }

  static Splits splits(Map<Split, Integer> images) {
    return new Splits(
        images.getOrDefault(Split.TRAIN, 0),
        images.getOrDefault(Split.VALIDATION, 0),
        images.getOrDefault(Split.TEST, 0));
  }
}
