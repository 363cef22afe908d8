package org.p2f.numerics.trajectory;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.diffusion.TimeGrid;

/**
 * What trajectories are of.
 *
 * @param times the times of the codes, distinct, in the order in which they are stored
 * @param codes values of one code, d
 * @param train images of the split {@link TrajectorySplit#TRAIN}
 * @param test images of the split {@link TrajectorySplit#TEST}
 * @param factors what the labels mean, in the order of their columns
 * @param origin free-form provenance: model, data set, weights, precision
 */
public record TrajectoriesHeader(
    List<Double> times,
    int codes,
    int train,
    int test,
    List<Factor> factors,
    Map<String, String> origin) {

  public TrajectoriesHeader {
    times = new TimeGrid(times).times();
    factors = List.copyOf(factors);
    origin = Collections.unmodifiableMap(new TreeMap<>(origin)); // sorted: its text is digested
    if (codes < 1 || train < 1 || test < 0) {
      throw new IllegalArgumentException(
          "Need codes > 0, training images > 0 and test images >= 0, got %d, %d and %d"
              .formatted(codes, train, test));
    }
    if (factors.stream().map(Factor::name).distinct().count() != factors.size()) {
      throw new IllegalArgumentException("Two factors have one name: " + factors);
    }
  }

  /**
   * The same, but of some times alone.
   *
   * @param kept their indices, ascending
   */
  TrajectoriesHeader at(List<Integer> kept) {
    return new TrajectoriesHeader(
        kept.stream().map(times::get).toList(), codes, train, test, factors, origin);
  }

  /** Images of a split. */
  public int images(TrajectorySplit split) {
    return switch (split) {
      case TRAIN -> train;
      case TEST -> test;
    };
  }

  /** Bytes of one image's trajectory, float32 [times, codes]. */
  long rowBytes() {
    return (long) times.size() * codes * Float.BYTES;
  }
}
