package org.p2f.training.dataset.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.p2f.training.dataset.DatasetOutlooks;
import org.p2f.training.dataset.web.DatasetView.SplitsView;

/** What a data set would be, as the API shows it. */
@Schema(description = "What would be read as which class and split; pictures are not decoded")
record DatasetPreviewView(
    @Schema(description = "With limits and validation images drawn by the seed") SplitsView splits,
    @Schema(description = "The first factor, whose classes follow") String factor,
    List<ClassImagesView> classes,
    @Schema(description = "In the source; limits may leave fewer") long imagesFound,
    List<String> warnings) {

  /** How many images of a class each split has. */
  public record ClassImagesView(String name, int train, int validation, int test) {}

  static DatasetPreviewView of(DatasetOutlooks.Outlook outlook) {
    return new DatasetPreviewView(
        SplitsView.of(outlook.splits()),
        outlook.factor(),
        outlook.classes().stream()
            .map(of -> new ClassImagesView(of.name(), of.train(), of.validation(), of.test()))
            .toList(),
        outlook.imagesFound(),
        outlook.warnings());
  }
}
