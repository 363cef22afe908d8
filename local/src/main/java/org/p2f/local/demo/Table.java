package org.p2f.local.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2f.local.report.Report;

/** The report's results as a table for a terminal. */
final class Table {
  private Table() {}

  static String of(Report report) {
    var heads =
        report.factors().stream()
            .flatMap(f -> f.trained().trajectoryHeads().stream())
            .map(Report.TrajectoryHead::head)
            .distinct()
            .toList();
    List<List<String>> rows = new ArrayList<>();
    List<String> title = new ArrayList<>(List.of("factor", "single t (mlp)", "at t"));
    title.addAll(heads);
    title.addAll(List.of("untrained", "chance", "majority"));
    rows.add(title);
    for (var f : report.factors()) {
      List<String> row = new ArrayList<>(List.of(f.name()));
      var single = f.trained().bestSingle();
      row.add(single.map(p -> cell(p.accuracy())).orElse("–"));
      row.add(single.map(p -> Double.toString(p.t())).orElse("–"));
      for (var head : heads) {
        row.add(
            f.trained().trajectoryHeads().stream()
                .filter(h -> h.head().equals(head))
                .findFirst()
                .map(h -> cell(h.accuracy()))
                .orElse("–"));
      }
      row.add(f.untrained().best().map(Table::cell).orElse("–"));
      row.add(percent(f.chance()));
      row.add(percent(f.majority()));
      rows.add(row);
    }
    return layout(rows);
  }

  private static String cell(Report.Accuracy a) {
    return String.format(
        Locale.ROOT, "%s [%.1f, %.1f]", percent(a.mean()), 100 * a.low(), 100 * a.high());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String layout(List<List<String>> rows) {
    var out = new StringBuilder();
    int columns = rows.getFirst().size();
    for (var row : rows) {
      for (int c = 0; c < columns; c++) {
        int column = c;
        int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElseThrow();
        out.append(String.format(Locale.ROOT, "%-" + (width + 2) + "s", row.get(c)));
      }
      out.append(System.lineSeparator());
    }
    return out.toString();
  }
}
