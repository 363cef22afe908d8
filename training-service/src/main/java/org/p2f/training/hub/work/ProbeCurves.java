package org.p2f.training.hub.work;

import java.util.ArrayList;
import java.util.List;
import org.p2f.figures.LineChart;
import org.p2f.figures.PageStyle;
import org.p2f.training.run.CoursePoint.ProbePoint;

/** What probes read at each t, a line for each factor. */
final class ProbeCurves {
  private static final int COLORS = 6;

  private ProbeCurves() {}

  /** An SVG file's text. */
  static String svg(List<ProbePoint> points) {
    var lines = new ArrayList<LineChart.Series>();
    for (var factor : points.stream().map(ProbePoint::factor).distinct().toList()) {
      lines.add(
          new LineChart.Series(
              factor,
              1 + lines.size() % COLORS,
              lines.size() >= COLORS,
              true,
              points.stream()
                  .filter(p -> p.factor().equals(factor))
                  .map(p -> new LineChart.Point(p.t(), p.accuracy(), p.accuracy(), p.accuracy()))
                  .toList()));
    }
    return PageStyle.standalone(
        new LineChart(
                "Accuracy of probes over t",
                "t",
                "accuracy on validation images",
                false,
                false,
                true,
                lines,
                List.of())
            .svgWithNames());
  }
}
