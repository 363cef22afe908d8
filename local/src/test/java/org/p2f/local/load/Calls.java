package org.p2f.local.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of a client's calls, by kind; for several threads. */
final class Calls {
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
  private final List<String> errors = new ArrayList<>();

  /** One call of that kind; its error is kept. */
  void make(String kind, Call call) throws InterruptedException {
    var began = System.nanoTime();
    try {
      call.run();
      add(kind, (System.nanoTime() - began) / 1e9);
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception | AssertionError failed) {
      addError(kind + ": " + failed);
    }
  }

  private synchronized void add(String kind, double took) {
    seconds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(took);
  }

  private synchronized void addError(String error) {
    errors.add(error);
  }

  synchronized List<String> errors() {
    return List.copyOf(errors);
  }

  synchronized long total() {
    return seconds.values().stream().mapToLong(List::size).sum();
  }

  /** In Markdown. */
  synchronized String table() {
    List<String> lines =
        new ArrayList<>(
            List.of("| call | times | seconds, median, 99 % and most |", "|---|---|---|"));
    for (var kind : seconds.entrySet()) {
      var sorted = kind.getValue().stream().mapToDouble(Double::doubleValue).sorted().toArray();
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %.3f, %.2f, %.1f |",
              kind.getKey(),
              sorted.length,
              quantile(sorted, 0.5),
              quantile(sorted, 0.99),
              Arrays.stream(sorted).max().orElse(0)));
    }
    return String.join("\n", lines) + "\n";
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
  }

  /** One call. */
  @FunctionalInterface
  interface Call {
    void run() throws Exception;
  }
}
