package org.p2f.local.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.p2f.client.model.ProbePoint;
import org.p2f.client.model.TrainingProbesView;

/**
 * What probes read from an encoder's codes as it learns, a line for each step that was probed:
 * accuracies in per cent, those of one factor side by side over t.
 *
 * @param heading above the first line
 * @param rows by the number of steps behind the codes
 */
record ProbeTable(String heading, NavigableMap<Long, String> rows) {
  private static final String STEP = "         probes, step ";
  private static final int CELL = 4;

  static ProbeTable of(TrainingProbesView probes) {
    var points = probes.getPoints();
    var factors = new LinkedHashSet<String>();
    points.forEach(point -> factors.add(point.getFactor()));
    var times = points.stream().map(ProbePoint::getT).distinct().sorted().toList();
    var bySteps =
        points.stream()
            .collect(Collectors.groupingBy(ProbePoint::getStep, TreeMap::new, Collectors.toList()));
    var rows = new TreeMap<Long, String>();
    bySteps.forEach((step, some) -> rows.put(step, row(step, some, List.copyOf(factors))));
    return new ProbeTable(heading(List.copyOf(factors), times), rows);
  }

  /** So that accuracies stand below their factor. */
  private static int width(String factor, int times) {
    return Math.max(factor.length(), CELL * times) + 2;
  }

  private static String heading(List<String> factors, List<Double> times) {
    var line = new StringBuilder();
    line.append(" ".repeat(STEP.length() + 8));
    for (var factor : factors) {
      line.append(left(factor, width(factor, times.size())));
    }
    return line.append("% at t = ")
        .append(
            times.stream()
                .map(t -> Double.toString(Math.round(t * 100) / 100.))
                .collect(Collectors.joining(", ")))
        .toString();
  }

  private static String row(long step, List<ProbePoint> points, List<String> factors) {
    var line = new StringBuilder(STEP);
    line.append(left(String.format(Locale.ROOT, "%,d", step), 8));
    for (var factor : factors) {
      var cells = new ArrayList<String>();
      points.stream()
          .filter(point -> point.getFactor().equals(factor))
          .sorted(Comparator.comparingDouble(ProbePoint::getT))
          .forEach(
              point -> cells.add(String.format(Locale.ROOT, "%3.0f", 100 * point.getAccuracy())));
      line.append(left(String.join(" ", cells), width(factor, cells.size())));
    }
    return line.toString().stripTrailing();
  }

  private static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
