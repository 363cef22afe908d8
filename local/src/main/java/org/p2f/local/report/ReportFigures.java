package org.p2f.local.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2f.figures.BarChart;
import org.p2f.figures.LineChart;

/** The charts of a report. */
final class ReportFigures {
  private static final int GREY = 0;
  private static final int SINGLE = 1;
  private static final int FIRST_TRAJECTORY_HEAD = 2;
  private static final int UNTRAINED = 4;

  private ReportFigures() {}

  static String headName(String head) {
    return switch (head) {
      case "gru", "mlp" -> head.toUpperCase(Locale.ROOT);
      default -> head.substring(0, 1).toUpperCase(Locale.ROOT) + head.substring(1);
    };
  }

  static LineChart curve(Report.FactorResult f) {
    var series = new ArrayList<LineChart.Series>();
    series.add(new LineChart.Series("MLP at one t", SINGLE, false, true, points(f.trained())));
    if (!f.untrained().curve().isEmpty()) {
      series.add(
          new LineChart.Series(
              "MLP at one t, untrained", UNTRAINED, true, false, points(f.untrained())));
    }
    var levels = new ArrayList<LineChart.Level>();
    int color = FIRST_TRAJECTORY_HEAD;
    for (var h : f.trained().trajectoryHeads()) {
      levels.add(
          new LineChart.Level(
              headName(h.head()) + " over all t", h.accuracy().mean(), color++, false));
    }
    levels.add(new LineChart.Level("chance", f.chance(), GREY, true));
    return new LineChart(
        "Test accuracy of " + f.name() + " against t",
        "t (0: clean image, 1: noise)",
        "test accuracy",
        false,
        false,
        true,
        series,
        levels);
  }

  private static List<LineChart.Point> points(Report.Readout readout) {
    return readout.curve().stream()
        .map(
            p ->
                new LineChart.Point(
                    p.t(), p.accuracy().mean(), p.accuracy().low(), p.accuracy().high()))
        .toList();
  }

  /** Top of the profiles' charts. */
  static double most(List<Report.Profile> profiles) {
    return 1.05
        * profiles.stream()
            .flatMap(p -> p.high().stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
  }

  static BarChart profile(Report.Profile p, double most) {
    return new BarChart(
        "Attention profile of " + p.factor(), p.times(), p.weights(), p.low(), p.high(), most);
  }

  /** Each recorded step and their running mean; logarithmic where all losses are above 0. */
  static LineChart loss(List<Report.LossPoint> curve) {
    var raw =
        curve.stream()
            .map(p -> new LineChart.Point(Math.max(1, p.step()), p.loss(), p.loss(), p.loss()))
            .toList();
    boolean positive = raw.stream().allMatch(p -> p.y() > 0);
    return new LineChart(
        "Training loss against step",
        "step",
        "loss",
        false,
        positive,
        false,
        List.of(
            new LineChart.Series("loss", 5, false, false, raw),
            new LineChart.Series("running mean", SINGLE, false, false, smooth(raw))),
        List.of());
  }

  /** Mean over a centred window of a twentieth of the curve. */
  private static List<LineChart.Point> smooth(List<LineChart.Point> raw) {
    int half = Math.max(1, raw.size() / 40);
    var smooth = new ArrayList<LineChart.Point>();
    for (int i = 0; i < raw.size(); i++) {
      double mean =
          raw.subList(Math.max(0, i - half), Math.min(raw.size(), i + half + 1)).stream()
              .mapToDouble(LineChart.Point::y)
              .average()
              .orElseThrow();
      smooth.add(new LineChart.Point(raw.get(i).x(), mean, mean, mean));
    }
    return smooth;
  }
}
