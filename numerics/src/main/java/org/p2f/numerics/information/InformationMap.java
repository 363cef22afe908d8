package org.p2f.numerics.information;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How much the codes at each two times tell about each other, by one encoder, in nats; means over
 * critic seeds.
 *
 * @param information raw estimates [times][times], symmetric: a pair is estimated once; on the
 *     diagonal stands what the estimator says of a code and itself, which for continuous codes is
 *     an artefact of the batch and takes the place of the entropy, as published
 * @param floor for each time, the estimate where the other code is another image's: information the
 *     estimator makes up
 */
public record InformationMap(List<List<Double>> information, List<Double> floor) {

  /** As published: keeps the quotient finite. */
  private static final double EPSILON = 1e-8;

  public InformationMap {
    information = information.stream().map(List::copyOf).toList();
    floor = List.copyOf(floor);
  }

  /**
   * The critics of a map: every two times with i ≤ j, and every time shuffled.
   *
   * @param encoders number of encoders, one map each
   */
  public static List<CriticMember> members(int encoders, int times, int seeds) {
    var members = new ArrayList<CriticMember>();
    for (boolean shuffled : new boolean[] {false, true}) {
      for (int encoder = 0; encoder < encoders; encoder++) {
        for (int i = 0; i < times; i++) {
          for (int j = i; j < (shuffled ? i + 1 : times); j++) {
            for (int seed = 0; seed < seeds; seed++) {
              members.add(new CriticMember(encoder, i, j, seed, shuffled));
            }
          }
        }
      }
    }
    return members;
  }

  /**
   * @param estimates of all {@link #members}
   */
  public static InformationMap of(Map<CriticMember, Double> estimates, int encoder, int times) {
    return new InformationMap(
        square(times, (i, j) -> mean(estimates, encoder, Math.min(i, j), Math.max(i, j), false)),
        IntStream.range(0, times).mapToObj(i -> mean(estimates, encoder, i, i, true)).toList());
  }

  private static double mean(
      Map<CriticMember, Double> estimates, int encoder, int left, int right, boolean shuffled) {
    return estimates.entrySet().stream()
        .filter(e -> e.getKey().encoder() == encoder && e.getKey().shuffled() == shuffled)
        .filter(e -> e.getKey().left() == left && e.getKey().right() == right)
        .mapToDouble(Map.Entry::getValue)
        .average()
        .orElseThrow(
            () -> new IllegalArgumentException("No estimate of %d, %d".formatted(left, right)));
  }

  /** I(i, j) / √(I(i, i)·I(j, j) + 1e-8), as published. */
  public List<List<Double>> normalized() {
    return square(
        floor.size(),
        (i, j) -> {
          double entropies = information.get(i).get(i) * information.get(j).get(j);
          return information.get(i).get(j) / Math.sqrt(Math.max(0, entropies) + EPSILON);
        });
  }

  @FunctionalInterface
  private interface Cell {
    double at(int row, int column);
  }

  private static List<List<Double>> square(int times, Cell cell) {
    return IntStream.range(0, times)
        .mapToObj(i -> IntStream.range(0, times).mapToObj(j -> cell.at(i, j)).toList())
        .toList();
  }
}
