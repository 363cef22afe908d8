package org.p2f.downstream.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.p2f.downstream.study.Estimate;
import org.p2f.downstream.study.StudyLine;
import org.p2f.downstream.study.StudyReport;
import org.p2f.figures.BarChart;
import org.p2f.figures.HeatMap;
import org.p2f.figures.LineChart;
import org.p2f.figures.Markup;
import org.p2f.figures.Page;

/** The sections of a study's report that show what the claims rest on. */
final class StudySections {
  private static final int GREY = 0;
  private static final int FIRST = 1;
  private static final int STATIC = 3;
  private static final int UNTRAINED = 4;
  private static final int ACTIVATIONS = 6;

  private final StudyReport report;
  private final Page page;
  private final List<String> factors;

  StudySections(StudyReport report, Page page) {
    this.report = report;
    this.page = page;
    this.factors = report.curves().stream().map(StudyReport.Curve::factor).distinct().toList();
  }

  /** All but the first, as far as they were measured. */
  void addOthers() {
    addUnlessEmpty(report.granularities(), this::granularity);
    addUnlessEmpty(report.profiles(), this::profiles);
    addUnlessEmpty(report.masks(), this::masks);
    addUnlessEmpty(report.divergences(), this::divergences);
    addUnlessEmpty(report.information(), this::information);
  }

  private static void addUnlessEmpty(List<?> numbers, Runnable section) {
    if (!numbers.isEmpty()) {
      section.run();
    }
  }

  private void pairs(String id, String title, String text, Runnable figures) {
    page.section(id, title, text, () -> page.pairs(figures));
  }

  void accuracy() {
    pairs(
        "accuracy",
        "Accuracy against t",
        "One MLP for each t, means with 95 % bands over encoders and test images; Transformers that"
            + " read all t as horizontal lines; dashed the untrained encoder, activations of score"
            + " networks without a code and, with one MLP, encoders that know no t.",
        () -> factors.forEach(f -> page.figure(f, accuracy(f).html())));
  }

  private LineChart accuracy(String factor) {
    var series = new ArrayList<LineChart.Series>();
    for (var curve : report.curves()) {
      if (curve.factor().equals(factor)) {
        boolean control = isControl(curve.encoders());
        int color =
            switch (curve.encoders()) {
              case StudyLine.UNTRAINED -> UNTRAINED;
              case StudyLine.ACTIVATIONS -> ACTIVATIONS;
              default -> FIRST + series.size();
            };
        series.add(series(curve, "MLP, " + label(curve.encoders()), color, control));
      }
    }
    var levels = new ArrayList<LineChart.Level>();
    for (var level : report.levels()) {
      if (level.factor().equals(factor) && !level.head().equals("gru")) {
        levels.add(line(level, FIRST + levels.size()));
      }
    }
    report.levels().stream()
        .filter(level -> level.factor().equals(factor))
        .findFirst()
        .ifPresent(level -> levels.add(new LineChart.Level("chance", level.chance(), GREY, true)));
    return chart("Test accuracy of " + factor + " against t", "t", series, levels);
  }

  private static LineChart.Level line(StudyReport.Level level, int next) {
    double mean = level.accuracy().mean();
    return switch (level.encoders()) {
      case StudyLine.UNTRAINED ->
          new LineChart.Level("Transformer, untrained", mean, UNTRAINED, true);
      case StudyLine.ACTIVATIONS ->
          new LineChart.Level("Transformer, activations", mean, ACTIVATIONS, true);
      case StudyLine.STATIC -> new LineChart.Level("MLP, static", mean, STATIC, true);
      default -> new LineChart.Level("Transformer, " + label(level.encoders()), mean, next, false);
    };
  }

  private static String label(String encoders) {
    return isControl(encoders) ? encoders : encoders.toUpperCase(Locale.ROOT);
  }

  private static boolean isControl(String encoders) {
    return encoders.equals(StudyLine.UNTRAINED) || encoders.equals(StudyLine.ACTIVATIONS);
  }

  private static LineChart.Series series(
      StudyReport.Curve curve, String name, int color, boolean dashed) {
    var points =
        curve.points().stream()
            .map(p -> new LineChart.Point(p.t(), p.accuracy(), p.low(), p.high()))
            .toList();
    return new LineChart.Series(name, color, dashed, true, points);
  }

  private static LineChart.Series series(StudyReport.Granularity curve, int color) {
    var points =
        curve.points().stream()
            .map(p -> new LineChart.Point(p.times(), p.accuracy(), p.low(), p.high()))
            .toList();
    return new LineChart.Series(label(curve.encoders()), color, false, true, points);
  }

  /** An interval's end as far as a proportion can reach. */
  private static double share(double end) {
    return Math.clamp(end, 0, 1);
  }

  private static LineChart chart(
      String label, String x, List<LineChart.Series> series, List<LineChart.Level> levels) {
    return new LineChart(label, x, "test accuracy", false, false, true, series, levels);
  }

  private void granularity() {
    pairs(
        "granularity",
        "Accuracy against granularity",
        "The Transformer on coarser and finer grids of times.",
        () -> factors.forEach(f -> page.figure(f, granularity(f).html())));
  }

  private LineChart granularity(String factor) {
    var series = new ArrayList<LineChart.Series>();
    for (var curve : report.granularities()) {
      if (curve.factor().equals(factor)) {
        series.add(series(curve, FIRST + series.size()));
      }
    }
    return chart("Test accuracy of " + factor + " against granularity", "times", series, List.of());
  }

  private void profiles() {
    double most =
        report.profiles().stream()
            .flatMap(p -> p.weights().stream())
            .mapToDouble(p -> share(p.y().high()))
            .max()
            .orElse(1);
    pairs(
        "attention",
        "Where the Transformer looks",
        "Readout attention over t, the readout token hidden, so that each profile sums to one;"
            + " whiskers over encoders. The dashed line is uniform attention.",
        () -> report.profiles().forEach(profile -> profile(profile, 1.05 * most)));
  }

  private void profile(StudyReport.Profile profile, double most) {
    var title = profile.factor() + ", " + label(profile.encoders());
    var weights = profile.weights();
    page.figure(
        title,
        new BarChart(
                "Attention profile of " + title,
                weights.stream().map(StudyReport.Point::x).toList(),
                weights.stream().map(p -> p.y().mean()).toList(),
                weights.stream().map(p -> share(p.y().low())).toList(),
                weights.stream().map(p -> share(p.y().high())).toList(),
                most)
            .svg());
  }

  private void masks() {
    var headings =
        report.masks().stream()
            .filter(m -> m.encoders().equals(report.masks().getFirst().encoders()))
            .filter(m -> m.factor().equals(report.masks().getFirst().factor()))
            .map(m -> "<th>" + Markup.escape(m.description()) + "</th>")
            .collect(Collectors.joining());
    page.section(
        "masks",
        "What hiding some t costs",
        "Test accuracy of the one-pass Transformer trained and tested with keys hidden from"
            + " attention.",
        () -> page.table("<th>Factor</th>" + headings, this::maskRows));
  }

  private void maskRows() {
    for (var encoders : report.plan().objectives()) {
      for (var factor : factors) {
        page.add("<tr><th>")
            .add(Markup.escape(factor))
            .add("<small>")
            .add(label(encoders))
            .add("</small></th>");
        report.masks().stream()
            .filter(m -> m.encoders().equals(encoders) && m.factor().equals(factor))
            .forEach(m -> page.add(cell(m.accuracy())));
        page.add("</tr>");
      }
    }
  }

  private static String cell(Estimate accuracy) {
    return Markup.format(
        "<td class=\"number\">%s<small>%s</small></td>",
        Markup.percent(accuracy.mean()),
        accuracy.encoders() < 2
            ? "one encoder"
            : Markup.format(
                "%.1f to %.1f", 100 * share(accuracy.low()), 100 * share(accuracy.high())));
  }

  private void divergences() {
    pairs(
        "divergence",
        "How far profiles lie apart",
        "Jensen–Shannon divergence between factors' attention profiles, bits; beside it the mean"
            + " between seeds of one factor, below which nothing is a difference.",
        () -> report.divergences().forEach(this::divergence));
  }

  private void divergence(StudyReport.DivergenceMap map) {
    double most = map.matrix().stream().flatMap(List::stream).mapToDouble(v -> v).max().orElse(0);
    var floors =
        IntStream.range(0, map.factors().size())
            .mapToObj(i -> map.factors().get(i) + " " + Markup.significant(map.floors().get(i)))
            .toList();
    page.figure(
        label(map.encoders()) + "; between seeds: " + String.join(", ", floors),
        new HeatMap(
                "Divergences, " + map.encoders(),
                map.factors(),
                map.factors(),
                map.matrix(),
                most > 0 ? most : 1)
            .svg());
  }

  private void information() {
    pairs(
        "information",
        "What codes tell about each other",
        "Normalized mutual information between z(t) and z(t′), estimated by critics; the diagonal"
            + " is one by construction. Above each map stands what the critics find where the codes"
            + " are of different images: the floor.",
        () -> report.information().forEach(this::information));
  }

  private void information(StudyReport.InformationSummary map) {
    var names = map.times().stream().map(Markup::time).toList();
    double floor = map.floor().stream().mapToDouble(v -> v).max().orElse(0);
    double least = map.raw().stream().flatMap(List::stream).mapToDouble(v -> v).min().orElse(0);
    page.figure(
        "%s; least %s nats, floor %s nats"
            .formatted(label(map.encoders()), Markup.significant(least), Markup.significant(floor)),
        new HeatMap("Mutual information, " + map.encoders(), names, names, map.normalized(), 1)
            .svg());
  }
}
