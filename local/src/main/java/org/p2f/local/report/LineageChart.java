package org.p2f.local.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2f.figures.Markup;

/** Artifacts and what they were made from, left to right, as SVG. */
record LineageChart(List<Report.LineageNode> nodes) {

  private static final int BOX_WIDTH = 168;
  private static final int BOX_HEIGHT = 46;
  private static final int GAP_X = 44;
  private static final int GAP_Y = 16;

  private record Place(double x, double y) {}

  String svg() {
    var places = places();
    double width = places.values().stream().mapToDouble(Place::x).max().orElse(0) + BOX_WIDTH + 2;
    double height = places.values().stream().mapToDouble(Place::y).max().orElse(0) + BOX_HEIGHT + 2;
    var out = new StringBuilder();
    out.append(
        Markup.format(
            "<svg class=\"chart lineage\" viewBox=\"-1 -1 %.0f %.0f\" role=\"img\" aria-label=\"Lineage of the results\">",
            width, height));
    for (var node : nodes) {
      for (var parent : node.parents()) {
        var from = places.get(parent);
        var to = places.get(node.id());
        if (from != null && to != null) {
          double x1 = from.x() + BOX_WIDTH;
          double y1 = from.y() + BOX_HEIGHT / 2.0;
          double y2 = to.y() + BOX_HEIGHT / 2.0;
          double bend = (x1 + to.x()) / 2;
          out.append(
              Markup.format(
                  "<path class=\"edge\" d=\"M%.1f %.1f C%.1f %.1f %.1f %.1f %.1f %.1f\"/>",
                  x1, y1, bend, y1, bend, y2, to.x(), y2));
        }
      }
    }
    for (var node : nodes) {
      var p = places.get(node.id());
      if (p != null) {
        out.append(
            Markup.format(
                "<g><title>%s, SHA-256 %s, made %s</title><rect class=\"box\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" rx=\"7\"/><text class=\"kind\" x=\"%.1f\" y=\"%.1f\">%s</text><text class=\"id\" x=\"%.1f\" y=\"%.1f\">%s</text></g>",
                Markup.escape(node.id()),
                Markup.escape(node.digest()),
                node.createdAt(),
                p.x(),
                p.y(),
                BOX_WIDTH,
                BOX_HEIGHT,
                p.x() + 10,
                p.y() + 19,
                Markup.escape(shorten(node.kind() + ": " + node.name(), 26)),
                p.x() + 10,
                p.y() + 36,
                Markup.escape(shorten(node.digest(), 16))));
      }
    }
    return out.append("</svg>").toString();
  }

  private Map<String, Place> places() {
    Map<String, Integer> columns = new HashMap<>();
    List<Integer> filled = new ArrayList<>();
    Map<String, Place> places = new HashMap<>();
    for (var node : nodes) {
      int column =
          node.parents().stream()
              .filter(columns::containsKey)
              .mapToInt(p -> columns.getOrDefault(p, 0) + 1)
              .max()
              .orElse(0);
      while (filled.size() <= column) {
        filled.add(0);
      }
      int row = filled.get(column);
      filled.set(column, row + 1);
      columns.put(node.id(), column);
      places.put(
          node.id(),
          new Place(column * (double) (BOX_WIDTH + GAP_X), row * (double) (BOX_HEIGHT + GAP_Y)));
    }
    return places;
  }

  private static String shorten(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
