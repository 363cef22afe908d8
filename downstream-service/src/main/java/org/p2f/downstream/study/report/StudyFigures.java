package org.p2f.downstream.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.p2f.downstream.study.StudyLine;
import org.p2f.downstream.study.StudyReport;
import org.p2f.figures.BarChart;
import org.p2f.figures.HeatMap;
import org.p2f.figures.LineChart;
import org.p2f.figures.Markup;

/** The figures of a study's report that show what the claims rest on. */
final class StudyFigures {
  private static final int GREY = 0;
  private static final int FIRST = 1;
  private static final int STATIC = 3;
  private static final int UNTRAINED = 4;
  private static final int ACTIVATIONS = 6;

  private final StudyReport report;
  private final List<String> factors;

  StudyFigures(StudyReport report) {
    this.report = report;
    this.factors = report.curves().stream().map(StudyReport.Curve::factor).distinct().toList();
  }

  List<Drawing> accuracies() {
    return ofFactors(this::accuracy);
  }

  /** None where it was not measured. */
  List<Drawing> granularities() {
    return report.granularities().isEmpty() ? List.of() : ofFactors(this::granularity);
  }

  private List<Drawing> ofFactors(Function<String, LineChart> chart) {
    return factors.stream().map(f -> new Drawing(f, chart.apply(f).html())).toList();
  }

  private LineChart accuracy(String factor) {
    var series = new ArrayList<LineChart.Series>();
    for (var curve : report.curves()) {
      if (curve.factor().equals(factor)) {
        boolean control = StudyText.isControl(curve.encoders());
        int color =
            switch (curve.encoders()) {
              case StudyLine.UNTRAINED -> UNTRAINED;
              case StudyLine.ACTIVATIONS -> ACTIVATIONS;
              default -> FIRST + series.size();
            };
        series.add(series(curve, "MLP, " + StudyText.label(curve.encoders()), color, control));
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
      default ->
          new LineChart.Level(
              "Transformer, " + StudyText.label(level.encoders()), mean, next, false);
    };
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
    return new LineChart.Series(StudyText.label(curve.encoders()), color, false, true, points);
  }

  private static LineChart chart(
      String label, String x, List<LineChart.Series> series, List<LineChart.Level> levels) {
    return new LineChart(label, x, "test accuracy", false, false, true, series, levels);
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

  List<Drawing> profiles() {
    double most =
        report.profiles().stream()
            .flatMap(p -> p.weights().stream())
            .mapToDouble(p -> StudyText.share(p.y().high()))
            .max()
            .orElse(1);
    return report.profiles().stream().map(profile -> profile(profile, 1.05 * most)).toList();
  }

  private static Drawing profile(StudyReport.Profile profile, double most) {
    var title = profile.factor() + ", " + StudyText.label(profile.encoders());
    var weights = profile.weights();
    return new Drawing(
        title,
        new BarChart(
                "Attention profile of " + title,
                weights.stream().map(StudyReport.Point::x).toList(),
                weights.stream().map(p -> p.y().mean()).toList(),
                weights.stream().map(p -> StudyText.share(p.y().low())).toList(),
                weights.stream().map(p -> StudyText.share(p.y().high())).toList(),
                most)
            .svg());
  }

  List<Drawing> divergences() {
    return report.divergences().stream().map(StudyFigures::divergence).toList();
  }

  private static Drawing divergence(StudyReport.DivergenceMap map) {
    double most = map.matrix().stream().flatMap(List::stream).mapToDouble(v -> v).max().orElse(0);
    var floors =
        IntStream.range(0, map.factors().size())
            .mapToObj(i -> map.factors().get(i) + " " + Markup.significant(map.floors().get(i)))
            .toList();
    return new Drawing(
        StudyText.label(map.encoders()) + "; between seeds: " + String.join(", ", floors),
        new HeatMap(
                "Divergences, " + map.encoders(),
                map.factors(),
                map.factors(),
                map.matrix(),
                most > 0 ? most : 1)
            .svg());
  }

  List<Drawing> information() {
    return report.information().stream().map(StudyFigures::information).toList();
  }

  private static Drawing information(StudyReport.InformationSummary map) {
    var names = map.times().stream().map(Markup::time).toList();
    double floor = map.floor().stream().mapToDouble(v -> v).max().orElse(0);
    double least = map.raw().stream().flatMap(List::stream).mapToDouble(v -> v).min().orElse(0);
    return new Drawing(
        "%s; least %s nats, floor %s nats"
            .formatted(
                StudyText.label(map.encoders()),
                Markup.significant(least),
                Markup.significant(floor)),
        new HeatMap("Mutual information, " + map.encoders(), names, names, map.normalized(), 1)
            .svg());
  }
}
