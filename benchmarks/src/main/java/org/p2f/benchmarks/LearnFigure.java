package org.p2f.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2f.figures.LineChart;
import org.p2f.figures.PageStyle;
import org.p2f.numerics.probe.ProbeResult;

/**
 * Accuracies of probes over seconds of training, a picture a factor: a colour for each recipe, the
 * last time as a line and the first dashed.
 */
final class LearnFigure {

  private record Curve(String factor, String recipe, double t) {}

  private final Map<Curve, List<LineChart.Point>> curves = new LinkedHashMap<>();

  void add(String recipe, double seconds, ProbeResult probe) {
    double accuracy = probe.accuracy();
    curves
        .computeIfAbsent(new Curve(probe.factor(), recipe, probe.t()), _ -> new ArrayList<>())
        .add(new LineChart.Point(seconds, accuracy, accuracy, accuracy));
  }

  /**
   * @param folder receives {@code learn-FACTOR.svg}
   */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var factor : curves.keySet().stream().map(Curve::factor).distinct().toList()) {
      Files.writeString(
          folder.resolve("learn-%s.svg".formatted(factor)),
          PageStyle.standalone(chart(factor).svg()));
    }
  }

  private LineChart chart(String factor) {
    var recipes = curves.keySet().stream().map(Curve::recipe).distinct().toList();
    var series = new ArrayList<LineChart.Series>();
    for (var curve : curves.keySet()) {
      boolean end = curve.t() == 0 || curve.t() == 1;
      if (curve.factor().equals(factor) && end) {
        series.add(
            new LineChart.Series(
                "%s, t = %.0f".formatted(curve.recipe(), curve.t()),
                1 + recipes.indexOf(curve.recipe()),
                curve.t() == 0,
                true,
                curves.get(curve)));
      }
    }
    return new LineChart(
        "Probe accuracy of %s over seconds of training".formatted(factor),
        "seconds of training",
        factor,
        false,
        false,
        true,
        series,
        List.of());
  }
}
