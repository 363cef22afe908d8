package org.p2f.figures;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines with bands over a numeric x, as SVG. Colours come from the page's style sheet: {@code
 * color} n is its n-th series colour.
 */
public record LineChart(
    String label,
    String xTitle,
    String yTitle,
    boolean logarithmicX,
    boolean logarithmicY,
    boolean percent,
    List<Series> series,
    List<Level> levels) {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 300;
  private static final int LEFT = 56;
  private static final int RIGHT = 14;
  private static final int TOP = 14;
  private static final int BOTTOM = 44;

  /** Of the names above a figure. */
  private static final int NAMES_A_ROW = 4;

  private static final int NAME_WIDTH = 124;
  private static final int NAME_HEIGHT = 22;
  private static final int SAMPLE = 22;

  /** One point with its interval; where there is none, low = y = high. */
  public record Point(double x, double y, double low, double high) {}

  /**
   * @param dashed for controls
   */
  public record Series(
      String name, int color, boolean dashed, boolean markers, List<Point> points) {}

  /**
   * A horizontal line across the chart.
   *
   * @param y the height, in data
   * @param color number of the palette's
   * @param dashed for controls
   */
  public record Level(String name, double y, int color, boolean dashed) {}

  public String svg() {
    return drawn(0, "");
  }

  /** The figure with the names of its series above it, for a file of its own. */
  public String svgWithNames() {
    var names = new StringBuilder();
    for (int i = 0; i < series.size(); i++) {
      var s = series.get(i);
      int x = LEFT + i % NAMES_A_ROW * NAME_WIDTH;
      int y = -NAME_HEIGHT * (i / NAMES_A_ROW) - NAME_HEIGHT / 2;
      names.append(
          Markup.format(
              "<line class=\"line c%d%s\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/><text class=\"tick\" x=\"%d\" y=\"%d\">%s</text>",
              s.color(),
              s.dashed() ? " dashed" : "",
              x,
              x + SAMPLE,
              y,
              y,
              x + SAMPLE + 6,
              y + 4,
              Markup.escape(s.name())));
    }
    return drawn(NAME_HEIGHT * Math.ceilDiv(series.size(), NAMES_A_ROW), names.toString());
  }

  /**
   * @param above height of what stands above the chart, at negative y
   */
  private String drawn(int above, String heading) {
    var xs = axisX();
    var ys = axisY();
    var out = new StringBuilder();
    out.append(
        Markup.format(
            "<svg class=\"chart\" viewBox=\"0 %d %d %d\" role=\"img\" aria-label=\"%s\">%s",
            -above, WIDTH, HEIGHT + above, Markup.escape(label), heading));
    grid(out, xs, ys);
    for (var s : series) {
      band(out, s, xs, ys);
    }
    for (var l : levels) {
      double y = ys.pixel(l.y());
      out.append(
          Markup.format(
              "<line class=\"level c%d%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"><title>%s</title></line>",
              l.color(),
              l.dashed() ? " dashed" : "",
              LEFT,
              WIDTH - RIGHT,
              y,
              y,
              Markup.escape(l.name() + ": " + value(l.y()))));
    }
    for (var s : series) {
      line(out, s, xs, ys);
    }
    return out.append("</svg>").toString();
  }

  /** The figure with its legend, as HTML. */
  public String html() {
    return svg() + legend();
  }

  private Axis axisX() {
    double low =
        series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::x).min().orElse(0);
    double high =
        series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::x).max().orElse(1);
    if (logarithmicX) {
      low = Math.max(low, 1);
    }
    return new Axis(low, high > low ? high : low + 1, LEFT, WIDTH - RIGHT, logarithmicX);
  }

  private Axis axisY() {
    double low =
        series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::low).min().orElse(0);
    double high =
        series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::high).max().orElse(1);
    for (var l : levels) {
      low = Math.min(low, l.y());
      high = Math.max(high, l.y());
    }
    if (percent) {
      low = 0;
      high = Math.min(1, high * 1.06 + 0.01);
    } else if (logarithmicY) {
      low = Math.max(low * 0.9, 1e-9);
      high *= 1.1;
    } else {
      double margin = 0.06 * (high - low) + 1e-9;
      low -= margin;
      high += margin;
    }
    return new Axis(low, high, HEIGHT - BOTTOM, TOP, logarithmicY);
  }

  private void grid(StringBuilder out, Axis xs, Axis ys) {
    for (double tick : ys.ticks(5)) {
      double y = ys.pixel(tick);
      out.append(
          Markup.format(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT, WIDTH - RIGHT, y, y));
      out.append(
          Markup.format(
              "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT - 6, y + 4, percent ? Axis.label(100 * tick) + " %" : Axis.label(tick)));
    }
    for (double tick : xs.ticks(8)) {
      double x = xs.pixel(tick);
      out.append(
          Markup.format(
              "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
              x, HEIGHT - BOTTOM + 17, Axis.label(tick)));
    }
    out.append(
        Markup.format(
            "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>",
            LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM, HEIGHT - BOTTOM));
    out.append(
        Markup.format(
            "<text class=\"title\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
            (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, Markup.escape(xTitle)));
    out.append(
        Markup.format(
            "<text class=\"title\" transform=\"translate(13 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
            (TOP + HEIGHT - BOTTOM) / 2, Markup.escape(yTitle)));
  }

  private static void band(StringBuilder out, Series s, Axis xs, Axis ys) {
    if (s.points().stream().allMatch(p -> p.low() == p.high())) {
      return;
    }
    var upper =
        s.points().stream()
            .map(p -> Markup.format("%.1f,%.1f", xs.pixel(p.x()), ys.pixel(p.high())))
            .collect(Collectors.joining(" "));
    var lower =
        s.points().reversed().stream()
            .map(p -> Markup.format("%.1f,%.1f", xs.pixel(p.x()), ys.pixel(p.low())))
            .collect(Collectors.joining(" "));
    out.append(
        Markup.format("<polygon class=\"band f%d\" points=\"%s %s\"/>", s.color(), upper, lower));
  }

  private void line(StringBuilder out, Series s, Axis xs, Axis ys) {
    var points =
        s.points().stream()
            .map(p -> Markup.format("%.1f,%.1f", xs.pixel(p.x()), ys.pixel(p.y())))
            .collect(Collectors.joining(" "));
    out.append(
        Markup.format(
            "<polyline class=\"line c%d%s\" points=\"%s\"/>",
            s.color(), s.dashed() ? " dashed" : "", points));
    if (s.markers()) {
      for (var p : s.points()) {
        out.append(
            Markup.format(
                "<circle class=\"dot f%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.2\"><title>%s</title></circle>",
                s.color(),
                xs.pixel(p.x()),
                ys.pixel(p.y()),
                Markup.escape("%s at %s: %s".formatted(s.name(), Axis.label(p.x()), interval(p)))));
      }
    }
  }

  private String interval(Point p) {
    return p.low() == p.high()
        ? value(p.y())
        : "%s (%s to %s)".formatted(value(p.y()), value(p.low()), value(p.high()));
  }

  private String value(double y) {
    return percent ? Markup.percent(y) : Markup.format("%.4g", y);
  }

  private String legend() {
    var out = new StringBuilder("<ul class=\"legend\">");
    for (var s : series) {
      entry(out, s.name(), s.color(), s.dashed(), s.markers());
    }
    for (var l : levels) {
      entry(out, l.name(), l.color(), l.dashed(), false);
    }
    return out.append("</ul>").toString();
  }

  /** A series and a level may share a color: the dot tells them apart. */
  private static void entry(
      StringBuilder out, String name, int color, boolean dashed, boolean markers) {
    String dot =
        markers
            ? Markup.format("<circle class=\"dot f%d\" cx=\"12\" cy=\"4\" r=\"3.2\"/>", color)
            : "";
    out.append(
        Markup.format(
            "<li><svg viewBox=\"0 0 24 8\" aria-hidden=\"true\"><line class=\"line c%d%s\" x1=\"0\" x2=\"24\" y1=\"4\" y2=\"4\"/>%s</svg>%s</li>",
            color, dashed ? " dashed" : "", dot, Markup.escape(name)));
  }
}
