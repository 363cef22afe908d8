package org.p2f.figures;

import java.util.List;

/**
 * A matrix as coloured cells with their values, as SVG; the more, the darker.
 *
 * @param rows their names
 * @param columns their names
 * @param values one list a row
 * @param most value of the darkest cell, above 0; what is 0 or less has no colour
 */
public record HeatMap(
    String label, List<String> rows, List<String> columns, List<List<Double>> values, double most) {

  private static final int CELL = 44;
  private static final int HEIGHT = 26;
  private static final int LETTER = 7;
  private static final int TOP = 22;

  public HeatMap {
    if (!(most > 0) || values.size() != rows.size()) {
      throw new IllegalArgumentException(
          "Need most > 0 and a row of values a name, got %s and %d for %d"
              .formatted(most, values.size(), rows.size()));
    }
  }

  public String svg() {
    int left = 12 + LETTER * rows.stream().mapToInt(String::length).max().orElse(0);
    int cell =
        Math.max(CELL, 8 + LETTER * columns.stream().mapToInt(String::length).max().orElse(0));
    int width = left + cell * columns.size() + 4;
    var out = new StringBuilder();
    out.append(
        Markup.format(
            "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            width, TOP + HEIGHT * rows.size() + 4, Markup.escape(label)));
    for (int column = 0; column < columns.size(); column++) {
      out.append(
          Markup.format(
              "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
              left + column * cell + cell / 2, TOP - 7, Markup.escape(columns.get(column))));
    }
    for (int row = 0; row < rows.size(); row++) {
      int y = TOP + row * HEIGHT;
      out.append(
          Markup.format(
              "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
              left - 7, y + HEIGHT / 2 + 4, Markup.escape(rows.get(row))));
      for (int column = 0; column < columns.size(); column++) {
        cell(out, left + column * cell, y, cell, row, column);
      }
    }
    return out.append("</svg>").toString();
  }

  private void cell(StringBuilder out, int x, int y, int width, int row, int column) {
    double value = values.get(row).get(column);
    out.append(
        Markup.format(
            "<g><title>%s, %s: %.4f</title><rect class=\"f1\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill-opacity=\"%.3f\"/><text class=\"cell\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%.2f</text></g>",
            Markup.escape(rows.get(row)),
            Markup.escape(columns.get(column)),
            value,
            x,
            y,
            width - 1,
            HEIGHT - 1,
            0.75 * Math.clamp(value / most, 0, 1),
            x + width / 2,
            y + HEIGHT / 2 + 4,
            value));
  }
}
