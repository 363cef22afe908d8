package org.p2f.benchmarks.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How long operations took. */
final class Times {
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  void add(String operation, double took) {
    seconds.computeIfAbsent(operation, _ -> new ArrayList<>()).add(took);
  }

  /** In the order in which they were first added. */
  Set<String> operations() {
    return Collections.unmodifiableSet(seconds.keySet());
  }

  /** Seconds of the operation, the median of all that it took. */
  double median(String operation) {
    List<Double> all = new ArrayList<>(Objects.requireNonNull(seconds.get(operation)));
    Collections.sort(all);
    return (all.get((all.size() - 1) / 2) + all.get(all.size() / 2)) / 2;
  }
}
