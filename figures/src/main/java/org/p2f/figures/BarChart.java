package org.p2f.figures;

import java.util.List;

/**
 * Bars with whiskers over t, as SVG: one factor's attention profile. Where nothing is known of the
 * spread, low = value = high.
 *
 * @param most value at the top of the chart
 */
public record BarChart(
    String label,
    List<Double> times,
    List<Double> values,
    List<Double> low,
    List<Double> high,
    double most) {

  private static final int WIDTH = 360;
  private static final int HEIGHT = 170;
  private static final int LEFT = 44;
  private static final int BOTTOM = 34;
  private static final int TOP = 10;

  public String svg() {
    var ys = new Axis(0, most, HEIGHT - BOTTOM, TOP, false);
    double slot = (double) (WIDTH - LEFT - 8) / times.size();
    var out = new StringBuilder();
    out.append(
        Markup.format(
            "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            WIDTH, HEIGHT, Markup.escape(label)));
    for (double tick : ys.ticks(4)) {
      double y = ys.pixel(tick);
      out.append(
          Markup.format(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT, WIDTH - 8, y, y));
      out.append(
          Markup.format(
              "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT - 5, y + 4, Axis.label(tick)));
    }
    double uniform = ys.pixel(1.0 / times.size());
    out.append(
        Markup.format(
            "<line class=\"level c0 dashed\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"><title>uniform: %.3f</title></line>",
            LEFT, WIDTH - 8, uniform, uniform, 1.0 / times.size()));
    for (int i = 0; i < times.size(); i++) {
      double x = LEFT + i * slot;
      double top = ys.pixel(values.get(i));
      double middle = x + slot / 2;
      out.append(
          Markup.format(
              "<rect class=\"bar f1\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\"><title>t = %s: %.4f (%.4f to %.4f)</title></rect>",
              x + slot * 0.14,
              top,
              slot * 0.72,
              HEIGHT - BOTTOM - top,
              Markup.time(times.get(i)),
              values.get(i),
              low.get(i),
              high.get(i)));
      out.append(
          Markup.format(
              "<line class=\"whisker\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
              middle, middle, ys.pixel(low.get(i)), ys.pixel(high.get(i))));
      if (times.size() <= 12 || i % 5 == 0) {
        out.append(
            Markup.format(
                "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                middle, HEIGHT - BOTTOM + 15, Markup.time(times.get(i))));
      }
    }
    out.append(
        Markup.format(
            "<text class=\"title\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">t</text>",
            (LEFT + WIDTH) / 2, HEIGHT - 3));
    return out.append("</svg>").toString();
  }
}
