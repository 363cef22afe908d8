package org.p2f.benchmarks;

import java.util.List;
import java.util.Locale;

/** Two runs of the same benchmarks beside each other. */
final class Comparison {
  private Comparison() {}

  /**
   * A table in Markdown: a row for each figure that both have, with the second's ratio to the first
   * and both runs' noise. A ratio within the noise says nothing and is in brackets.
   */
  static String of(Results first, Results second) {
    var table =
        new StringBuilder("| figure | A | B | B / A | noise of A, B |\n|---|---|---|---|---|\n");
    first
        .figures()
        .forEach(
            (figure, before) -> {
              var after = second.figures().get(figure);
              if (after != null) {
                table.append(row(figure, before, after));
              }
            });
    return table.toString();
  }

  private static String row(String figure, List<Double> before, List<Double> after) {
    double a = Results.median(before);
    double b = Results.median(after);
    double noiseA = Results.noise(before);
    double noiseB = Results.noise(after);
    double ratio = b / a;
    boolean within = !(Math.abs(ratio - 1) > noiseA + noiseB);
    return String.format(
        Locale.ROOT,
        "| %s | %.4g | %.4g | %s | %.0f %%, %.0f %% |%n",
        figure,
        a,
        b,
        within ? "(%.2f)".formatted(ratio) : "%.2f".formatted(ratio),
        100 * noiseA,
        100 * noiseB);
  }
}
