package org.p2f.spec.head;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which tokens a Transformer head hides, as keys, from all queries. The number is its ordinal. */
public enum AttentionMask {
  NONE("nothing is hidden"),
  HALF("t = 1/2 is hidden"),
  READOUT("the readout token is hidden"),
  HALF_AND_READOUT("t = 1/2 and the readout token are hidden"),
  ALL_BUT_HALF("all but t = 1/2 are hidden");

  private final String description;

  AttentionMask(String description) {
    this.description = description;
  }

  public String description() {
    return description;
  }

  /**
   * @param number 0 to 4, as the published ablation counts
   */
  public static AttentionMask numbered(int number) {
    Objects.checkIndex(number, values().length);
    return values()[number];
  }

  /** The published number, 0 to 4. */
  @SuppressWarnings("EnumOrdinal") // the published numbering is the order of declaration
  public int number() {
    return ordinal();
  }

  /**
   * Positions of the hidden tokens: times count from 0, the readout token stands behind them.
   *
   * @throws IllegalArgumentException if the mask speaks of t = 1/2 and the times lack it
   */
  public Set<Integer> hidden(List<Double> times) {
    int readout = times.size();
    return switch (this) {
      case NONE -> Set.of();
      case HALF -> Set.of(half(times));
      case READOUT -> Set.of(readout);
      case HALF_AND_READOUT -> new TreeSet<>(Set.of(half(times), readout));
      case ALL_BUT_HALF -> {
        int half = half(times);
        yield IntStream.rangeClosed(0, readout)
            .filter(i -> i != half)
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new));
      }
    };
  }

  private static int half(List<Double> times) {
    int index = times.indexOf(.5);
    if (index < 0) {
      throw new IllegalArgumentException("The times lack 0.5: " + times);
    }
    return index;
  }
}
