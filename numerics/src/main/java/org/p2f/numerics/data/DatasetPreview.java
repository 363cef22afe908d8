package org.p2f.numerics.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/**
 * What an import would make, told before anything is kept. Pictures are found and counted, but not
 * decoded.
 *
 * @param splits images by split, limits and drawn validation images reckoned with
 * @param classes of the first factor
 * @param imagesFound in the source, of which limits may leave fewer
 * @param warnings what the owner should know
 */
public record DatasetPreview(
    List<Factor> factors,
    Map<Split, Integer> splits,
    List<ClassCount> classes,
    long imagesFound,
    List<String> warnings) {
  public DatasetPreview {
    factors = List.copyOf(factors);
    splits = Collections.unmodifiableMap(new EnumMap<>(splits));
    classes = List.copyOf(classes);
    warnings = List.copyOf(warnings);
  }

  /** Images of one class. */
  public record ClassCount(String name, int train, int validation, int test) {}

  /**
   * @param work folder for what must be unpacked on the way; left as it was
   * @throws InvalidData if the import would fail, as far as can be told without decoding pictures
   */
  public static DatasetPreview of(DatasetSource source, DatasetOptions options, Path work)
      throws IOException {
    try (SourceReader reader = SourceReader.open(source, options, work)) {
      BlockMeans.of(options, reader.shape());
      var sink = new ImageSink(reader.factors().size(), options, images -> {});
      reader.count(sink);
      sink.drawValidation(reader.validationShare());
      DatasetImport.requireEverySplit(source, options, sink);
      Map<Split, Integer> splits = new EnumMap<>(Split.class);
      for (Split split : Split.values()) {
        splits.put(split, sink.taken(split));
      }
      return new DatasetPreview(
          reader.factors(),
          splits,
          classes(reader.factors().getFirst(), sink),
          sink.imagesRead(),
          reader.warnings());
    }
  }

  private static List<ClassCount> classes(Factor factor, ImageSink sink) {
    int[] train = sink.ofClasses(factor.classes(), Split.TRAIN);
    int[] validation = sink.ofClasses(factor.classes(), Split.VALIDATION);
    int[] test = sink.ofClasses(factor.classes(), Split.TEST);
    List<ClassCount> counts = new ArrayList<>();
    for (int label = 0; label < factor.classes(); label++) {
      counts.add(
          new ClassCount(
              factor.classNames().get(label), train[label], validation[label], test[label]));
    }
    return counts;
  }
}
