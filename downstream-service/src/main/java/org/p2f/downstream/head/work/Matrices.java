package org.p2f.downstream.head.work;

import java.util.List;
import java.util.stream.IntStream;

/** Small matrices as lists of rows. */
public final class Matrices {
  private Matrices() {}

  /** Mean of matrices of one shape, entry by entry. */
  public static List<List<Double>> mean(List<List<List<Double>>> matrices) {
    var first = matrices.getFirst();
    return IntStream.range(0, first.size())
        .mapToObj(
            i ->
                IntStream.range(0, first.get(i).size())
                    .mapToObj(
                        j ->
                            matrices.stream()
                                .mapToDouble(m -> m.get(i).get(j))
                                .average()
                                .orElseThrow())
                    .toList())
        .toList();
  }
}
