package org.p2f.figures;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A matrix as coloured cells with their values, as SVG; the more, the darker. Values have as many
 * decimals as it takes to tell them apart.
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

  /** How many times its own size it may be drawn: a few cells do not fill a page. */
  private static final double LARGEST = 1.5;

  private static final int FEWEST_DECIMALS = 2;
  private static final int MOST_DECIMALS = 6;

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
        Math.max(
            Math.max(CELL, 8 + LETTER * (2 + decimals())),
            8 + LETTER * columns.stream().mapToInt(String::length).max().orElse(0));
    int width = left + cell * columns.size() + 4;
    var out = new StringBuilder();
    out.append(
        Markup.format(
            "<svg class=\"chart\" style=\"max-width:%.0fpx\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            LARGEST * width, width, TOP + HEIGHT * rows.size() + 4, Markup.escape(label)));
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

  /** Enough for a tenth of how far the values lie apart. */
  private int decimals() {
    var compared =
        IntStream.range(0, rows.size())
            .boxed()
            .flatMapToDouble(
                row ->
                    IntStream.range(0, columns.size())
                        .filter(column -> !isOfOne(row, column))
                        .mapToDouble(column -> values.get(row).get(column)))
            .filter(Double::isFinite)
            .summaryStatistics();
    double apart = compared.getMax() - compared.getMin();
    double size = apart > 0 ? apart : Math.abs(compared.getMax());
    return Markup.decimals(size, FEWEST_DECIMALS, MOST_DECIMALS);
  }

  /** Whether a cell is of one thing with itself, which is nothing to compare with. */
  private boolean isOfOne(int row, int column) {
    return row == column && rows.equals(columns);
  }

  private void cell(StringBuilder out, int x, int y, int width, int row, int column) {
    double value = values.get(row).get(column);
    int decimals = decimals();
    out.append(
        Markup.format(
            "<g><title>%s, %s: %s</title><rect class=\"f1\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill-opacity=\"%.3f\"/><text class=\"cell\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text></g>",
            Markup.escape(rows.get(row)),
            Markup.escape(columns.get(column)),
            Markup.fixed(value, decimals + 2),
            x,
            y,
            width - 1,
            HEIGHT - 1,
            0.75 * Math.clamp(value / most, 0, 1),
            x + width / 2,
            y + HEIGHT / 2 + 4,
            Markup.fixed(value, decimals)));
  }
}
