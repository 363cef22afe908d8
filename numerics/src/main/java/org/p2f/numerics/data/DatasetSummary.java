package org.p2f.numerics.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/**
 * What an import has made, and what it noticed.
 *
 * @param source kind of the source
 * @param images all images of the data set, in {@code splits} by split
 * @param mean of each channel over the training and validation images, of values in [0, 1]
 * @param std likewise
 * @param filesSkipped pictures that cannot be read and were left out, as wished
 * @param imagesRead images of the source, of which limits may have left fewer
 */
public record DatasetSummary(
    String name,
    String source,
    int images,
    int channels,
    int height,
    int width,
    List<Factor> factors,
    Map<Split, Integer> splits,
    List<Double> mean,
    List<Double> std,
    int filesRead,
    int filesSkipped,
    long imagesRead,
    List<String> warnings) {
  public DatasetSummary {
    factors = List.copyOf(factors);
    splits = Collections.unmodifiableMap(new EnumMap<>(splits));
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    warnings = List.copyOf(warnings);
  }
}
