package org.p2f.representation.trajectory.work;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.spec.data.Split;
import org.p2f.spec.data.TrajectorySplit;

/** Which images of a data set go where, in which order: as they stand in the data set. */
final class ExtractionImages {
  private final ImageDataset dataset;
  private final int[] train;
  private final int[] test;

  ExtractionImages(ImageDataset dataset) {
    this.dataset = dataset;
    this.train =
        IntStream.concat(
                Arrays.stream(dataset.indices(Split.TRAIN)),
                Arrays.stream(dataset.indices(Split.VALIDATION)))
            .sorted()
            .toArray();
    this.test = dataset.indices(Split.TEST);
  }

  /** Of those for training, how many the data set has for validation. */
  int validation() {
    return dataset.indices(Split.VALIDATION).length;
  }

  int count(TrajectorySplit split) {
    return indices(split).length;
  }

  /**
   * Copies consecutive images of a split.
   *
   * @param out receives float32 [to − from, C, H, W], in [0, 1]
   */
  void gather(TrajectorySplit split, int from, int to, MemorySegment out) {
    dataset.gather(Arrays.copyOfRange(indices(split), from, to), out);
  }

  /** A row for each image, a column for each factor. */
  int[][] labels(TrajectorySplit split) {
    int factors = dataset.factors().size();
    return Arrays.stream(indices(split))
        .mapToObj(
            image ->
                IntStream.range(0, factors).map(factor -> dataset.label(image, factor)).toArray())
        .toArray(int[][]::new);
  }

  /** For each of its images, the one of the data set that it is. */
  int[] indices(TrajectorySplit split) {
    return switch (split) {
      case TRAIN -> train;
      case TEST -> test;
    };
  }
}
