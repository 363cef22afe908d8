package org.p2f.training.hub;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Markdown of what others called things, whatever characters they used. */
final class Markdown {
  private Markdown() {}

  /** On one line, and read by nobody as a mark. */
  static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").replaceAll("([\\\\`*_\\[\\]<>#|~&])", "\\\\$1");
  }

  /** A double-quoted scalar of YAML. */
  static String yaml(String text) {
    return text.codePoints()
        .mapToObj(
            c ->
                switch (c) {
                  case '"' -> "\\\"";
                  case '\\' -> "\\\\";
                  default ->
                      Character.isISOControl(c) || c == 0x2028 || c == 0x2029
                          ? String.format(Locale.ROOT, "\\u%04x", c)
                          : Character.toString(c);
                })
        .collect(Collectors.joining("", "\"", "\""));
  }

  /**
   * @param rows as long as the heading; cells are Markdown
   */
  static String table(List<String> heading, List<List<String>> rows) {
    var text = new StringBuilder(row(heading));
    text.append(row(heading.stream().map(_ -> "---").toList()));
    rows.forEach(row -> text.append(row(row)));
    return text.toString();
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** The shortest spelling with at most six decimals. */
  static String time(double t) {
    return Double.toString(Math.round(t * 1e6) / 1e6);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
