package org.p2f.downstream.analysis.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2f.downstream.analysis.Analysis;
import org.p2f.downstream.analysis.Divergences;
import org.p2f.downstream.analysis.FactorProfile;
import org.p2f.downstream.analysis.Information;
import org.p2f.downstream.analysis.MaskResult;
import org.p2f.downstream.analysis.PropagationResult;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.figures.BarChart;
import org.p2f.figures.HeatMap;
import org.p2f.figures.LineChart;
import org.p2f.figures.Markup;

/** What an analysis found, drawn. */
final class AnalysisFigures {
  private static final int MOST_LINES = 5;

  private AnalysisFigures() {}

  /**
   * A figure and what stands above it.
   *
   * @param svg the drawing alone
   * @param html with its legend
   */
  record Figure(String caption, String svg, String html) {
    static Figure of(String caption, String svg) {
      return new Figure(caption, svg, svg);
    }
  }

  static List<Figure> of(Analysis analysis) {
    return switch (analysis) {
      case Analysis.OfProfiles found -> profiles(found);
      case Analysis.OfMasks found -> List.of(masks(found.masks()));
      case Analysis.OfDivergences found -> {
        var figures = new ArrayList<Figure>();
        figures.add(divergences(found.divergences()));
        figures.addAll(profiles(found));
        yield figures;
      }
      case Analysis.OfInformation found -> information(found.times(), found.information());
      case Analysis.OfPropagation found -> propagation(found.times(), found.propagation());
    };
  }

  private static List<Figure> profiles(Analysis.Profiled analysis) {
    var profiles = analysis.profiles();
    double most =
        profiles.stream()
            .flatMap(p -> drawn(p, p.high()).stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    var figures = new ArrayList<Figure>();
    for (var p : profiles) {
      var bars =
          new BarChart(
              "Attention profile of " + p.factor(),
              analysis.times(),
              p.weights(),
              drawn(p, p.low()),
              drawn(p, p.high()),
              1.05 * most);
      figures.add(Figure.of(p.factor(), bars.svg()));
    }
    for (var p : profiles) {
      var chart = occlusion(analysis.times(), p);
      figures.add(new Figure(p.factor() + ", times hidden", chart.svg(), chart.html()));
    }
    for (var p : profiles) {
      if (!p.heads().isEmpty()) {
        figures.add(heads(analysis.times(), p));
      }
    }
    return figures;
  }

  /** A row for each attention head of each seed. */
  private static Figure heads(List<Double> times, FactorProfile profile) {
    var names = new ArrayList<String>();
    var rows = new ArrayList<List<Double>>();
    for (int seed = 0; seed < profile.heads().size(); seed++) {
      var heads = profile.heads().get(seed);
      for (int head = 0; head < heads.size(); head++) {
        names.add("seed %d, head %d".formatted(seed, head));
        rows.add(heads.get(head));
      }
    }
    return Figure.of(
        profile.factor() + ", each attention head",
        new HeatMap(
                "Attention of each head, " + profile.factor(),
                names,
                times.stream().map(Markup::time).toList(),
                rows,
                most(rows))
            .svg());
  }

  private static LineChart occlusion(List<Double> times, FactorProfile profile) {
    return new LineChart(
        "Accuracy of %s with times hidden".formatted(profile.factor()),
        "t",
        "test accuracy",
        false,
        false,
        true,
        List.of(
            new LineChart.Series("t hidden", 1, false, true, points(times, profile.without())),
            new LineChart.Series("t alone", 2, false, true, points(times, profile.alone()))),
        List.of(new LineChart.Level("nothing hidden", profile.testAccuracy().mean(), 0, true)));
  }

  private static List<LineChart.Point> points(List<Double> times, List<TestAccuracy> accuracies) {
    var points = new ArrayList<LineChart.Point>();
    for (int i = 0; i < times.size(); i++) {
      var a = accuracies.get(i);
      points.add(new LineChart.Point(times.get(i), a.mean(), a.low(), a.high()));
    }
    return points;
  }

  /** An end of the intervals; of one seed, which has none, the weights themselves. */
  private static List<Double> drawn(FactorProfile profile, List<Double> end) {
    return profile.seeds().size() < 2 ? profile.weights() : end;
  }

  private static Figure masks(List<MaskResult> masks) {
    var factors = masks.stream().map(MaskResult::factor).distinct().toList();
    var numbers = masks.stream().map(MaskResult::mask).distinct().sorted().toList();
    return Figure.of(
        "Test accuracy with masks " + numbers.getFirst() + " to " + numbers.getLast(),
        new HeatMap(
                "Test accuracy of masked heads",
                factors,
                numbers.stream().map(n -> "mask " + n).toList(),
                factors.stream()
                    .map(
                        factor ->
                            numbers.stream()
                                .map(
                                    number ->
                                        masks.stream()
                                            .filter(m -> m.factor().equals(factor))
                                            .filter(m -> m.mask() == number)
                                            .mapToDouble(m -> m.testAccuracy().mean())
                                            .findFirst()
                                            .orElseThrow())
                                .toList())
                    .toList(),
                1)
            .svg());
  }

  private static Figure divergences(Divergences divergences) {
    return Figure.of(
        "Jensen–Shannon divergence between attention profiles, bits",
        new HeatMap(
                "Jensen–Shannon divergences",
                divergences.factors(),
                divergences.factors(),
                divergences.matrix(),
                most(divergences.matrix()))
            .svg());
  }

  private static List<Figure> information(List<Double> times, Information information) {
    var names = times.stream().map(Markup::time).toList();
    return List.of(
        Figure.of(
            "Normalized mutual information between z(t) and z(t′)",
            new HeatMap("Normalized mutual information", names, names, information.normalized(), 1)
                .svg()),
        Figure.of(
            "Estimated mutual information, nats",
            new HeatMap(
                    "Mutual information", names, names, information.raw(), most(information.raw()))
                .svg()));
  }

  private static double most(List<List<Double>> matrix) {
    return matrix.stream()
        .flatMap(List::stream)
        .mapToDouble(Double::doubleValue)
        .filter(v -> v > 0)
        .max()
        .orElse(1);
  }

  private static List<Figure> propagation(List<Double> times, List<PropagationResult> results) {
    return results.stream()
        .map(PropagationResult::factor)
        .distinct()
        .map(
            factor -> {
              Map<String, List<LineChart.Point>> lines = new LinkedHashMap<>();
              for (var r : results) {
                if (r.factor().equals(factor) && isDrawn(r, times)) {
                  lines
                      .computeIfAbsent(
                          r.t() == null ? "all t" : "t = " + Markup.time(r.t()),
                          name -> new ArrayList<>())
                      .add(
                          new LineChart.Point(
                              r.labels(),
                              r.testAccuracy().mean(),
                              r.testAccuracy().low(),
                              r.testAccuracy().high()));
                }
              }
              var series = new ArrayList<LineChart.Series>();
              lines.forEach(
                  (name, points) ->
                      series.add(
                          new LineChart.Series(name, 1 + series.size(), false, true, points)));
              var chart =
                  new LineChart(
                      "Accuracy against labels: " + factor,
                      "labelled images",
                      "test accuracy",
                      true,
                      false,
                      true,
                      series,
                      List.of());
              return new Figure(factor, chart.svg(), chart.html());
            })
        .toList();
  }

  /** As many times as there are colours, spread over all, and all t together. */
  private static boolean isDrawn(PropagationResult result, List<Double> times) {
    int step = Math.ceilDiv(times.size() - 1, MOST_LINES - 2);
    return result.t() == null || step == 0 || times.indexOf(result.t()) % step == 0;
  }
}
