package org.p2f.training.dataset;

import java.util.List;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.data.Split;

/**
 * What a data set holds; the attributes of its artifact.
 *
 * @param images of all splits
 * @param mean of each channel over the training and validation images, of values in [0, 1]
 * @param std likewise
 */
public record DatasetDescription(
    ImageSource source,
    int images,
    int channels,
    int height,
    int width,
    List<FactorDescription> factors,
    Splits splits,
    List<Double> mean,
    List<Double> std,
    Report report) {
  /** The one file of its artifact. */
  public static final String FILE = "dataset.safetensors";

  public DatasetDescription {
    factors = List.copyOf(factors);
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** Standard deviation of scaled pixels, the mean over channels. */
  public double std(PixelScaling scaling) {
    return std.stream().mapToDouble(own -> own / scaling.std(own)).average().orElseThrow();
  }

  /**
   * One thing that varies between images, with the names of its values.
   *
   * @param classes number of values
   */
  public record FactorDescription(String name, int classes, List<String> classNames) {
    public FactorDescription {
      classNames = List.copyOf(classNames);
    }
  }

  /** How many images each split has. */
  public record Splits(int train, int validation, int test) {

    /** The number of images of one of them. */
    public int of(Split split) {
      return switch (split) {
        case TRAIN -> train;
        case VALIDATION -> validation;
        case TEST -> test;
      };
    }
  }

  /**
   * What the import met.
   *
   * @param filesSkipped pictures that could not be read and were left out, as wished
   * @param imagesRead in the source, of which limits may have left fewer
   * @param warnings what the owner should know, but which is no reason to refuse
   */
  public record Report(int filesRead, int filesSkipped, long imagesRead, List<String> warnings) {
    public Report {
      warnings = List.copyOf(warnings);
    }
  }
}
