package org.p2f.training.dataset.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.spec.data.ImageSource;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.dataset.DatasetDescription.FactorDescription;
import org.p2f.training.dataset.DatasetDescription.Report;
import org.p2f.training.dataset.DatasetDescription.Splits;

/** A data set as the API shows it. */
@Schema(description = "Images with their factors, split for training, validation and test")
record DatasetView(
    String id,
    String name,
    ImageSource source,
    @Schema(description = "Of all splits") int images,
    int channels,
    int height,
    int width,
    List<FactorView> factors,
    SplitsView splits,
    @Schema(description = "Of each channel over training and validation images, white is 1")
        List<Double> mean,
    @Schema(description = "As mean") List<Double> std,
    @Schema(description = "SHA-256 over content and description") String digest,
    @Schema(description = "The job that made it") @Nullable String jobId,
    Instant createdAt,
    ReportView report) {

  /** One thing that varies between images. */
  public record FactorView(
      String name,
      @Schema(description = "Number of values") int classes,
      @Schema(description = "A label is an index into them") List<String> classNames) {
    static FactorView of(FactorDescription factor) {
      return new FactorView(factor.name(), factor.classes(), factor.classNames());
    }
  }

  /** How many images each split has. */
  public record SplitsView(int train, int validation, int test) {
    static SplitsView of(Splits splits) {
      return new SplitsView(splits.train(), splits.validation(), splits.test());
    }
  }

  /** What the import met. */
  @Schema(name = "DatasetReportView")
  public record ReportView(
      int filesRead,
      @Schema(description = "Could not be read, and left out as wished") int filesSkipped,
      long imagesRead,
      List<String> warnings) {
    static ReportView of(Report report) {
      return new ReportView(
          report.filesRead(), report.filesSkipped(), report.imagesRead(), report.warnings());
    }
  }

  static DatasetView of(Artifact artifact, DatasetDescription description) {
    return new DatasetView(
        artifact.id(),
        artifact.name(),
        description.source(),
        description.images(),
        description.channels(),
        description.height(),
        description.width(),
        description.factors().stream().map(FactorView::of).toList(),
        SplitsView.of(description.splits()),
        description.mean(),
        description.std(),
        artifact.digest(),
        artifact.jobId(),
        artifact.createdAt(),
        ReportView.of(description.report()));
  }
}
