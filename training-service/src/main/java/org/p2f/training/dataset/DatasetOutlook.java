package org.p2f.training.dataset;

import java.util.List;
import org.p2f.training.dataset.DatasetDescription.Splits;

/**
 * What an import would make, told before anything is kept.
 *
 * @param splits images by split, limits and drawn validation images reckoned with
 * @param classes of the first factor
 * @param imagesFound in the source, of which limits may leave fewer
 * @param warnings what the owner should know
 */
public record DatasetOutlook(
    Splits splits,
    String factor,
    List<ClassImages> classes,
    long imagesFound,
    List<String> warnings) {
  public DatasetOutlook {
    classes = List.copyOf(classes);
    warnings = List.copyOf(warnings);
  }

  /** Images of one class. */
  public record ClassImages(String name, int train, int validation, int test) {}
}
