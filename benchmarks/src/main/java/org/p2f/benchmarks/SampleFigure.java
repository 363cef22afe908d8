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

/** Distances of samples over evaluations of the score, a colour for each method. */
final class SampleFigure {
  private final Map<String, List<LineChart.Point>> curves = new LinkedHashMap<>();
  private double floor;

  void floor(double distance) {
    floor = distance;
  }

  void add(String method, int evaluations, double distance) {
    curves
        .computeIfAbsent(method, _ -> new ArrayList<>())
        .add(new LineChart.Point(evaluations, distance, distance, distance));
  }

  /**
   * @param folder receives {@code sample.svg}
   */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    var series = new ArrayList<LineChart.Series>();
    curves.forEach(
        (method, points) ->
            series.add(
                new LineChart.Series(
                    method, 1 + series.size(), method.startsWith("predictor"), true, points)));
    var chart =
        new LineChart(
            "Fréchet distance of samples over evaluations of the score",
            "evaluations of the score",
            "Fréchet distance",
            true,
            true,
            false,
            series,
            List.of(new LineChart.Level("other images", floor, 1, true)));
    Files.writeString(folder.resolve("sample.svg"), PageStyle.standalone(chart.svg()));
  }
}
