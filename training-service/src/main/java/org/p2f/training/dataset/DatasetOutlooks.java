package org.p2f.training.dataset;

import java.util.List;
import java.util.Optional;
import org.p2f.spec.data.ImageSource;
import org.p2f.training.dataset.DatasetDescription.Splits;

/** Looks into what a data set would be made of, without making the data set. */
public interface DatasetOutlooks {

  /**
   * @throws UnreadableSource if the import would fail, as far as can be told without decoding
   *     pictures
   */
  Outlook of(DatasetPlan plan) throws UnreadableSource;

  /**
   * Why the files of a public data set cannot be fetched from an address that the operator chose;
   * empty if they can.
   */
  Optional<String> unfetchable(ImageSource source);

  /** The uploads are not what the source should be; the message names file and cause. */
  final class UnreadableSource extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableSource(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * What an import would make, told before anything is kept.
   *
   * @param splits images by split, limits and drawn validation images reckoned with
   * @param classes of the first factor
   * @param imagesFound in the source, of which limits may leave fewer
   * @param warnings what the owner should know
   */
  record Outlook(
      Splits splits,
      String factor,
      List<ClassImages> classes,
      long imagesFound,
      List<String> warnings) {
    public Outlook {
      classes = List.copyOf(classes);
      warnings = List.copyOf(warnings);
    }

    /** Images of one class. */
    public record ClassImages(String name, int train, int validation, int test) {}
  }
}
