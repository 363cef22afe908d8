package org.p2f.local.report;

import java.util.Locale;

/** Text as it may stand in HTML and SVG. */
final class Markup {

  private Markup() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** With a point as separator, whatever the locale. */
  @SuppressWarnings(
      "AnnotateFormatMethod") // the annotation would be this module's only use of its library
  static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }

  static String percent(double share) {
    return format("%.1f %%", 100 * share);
  }

  /** A time as short as it reads: 0.5, not 0.500. */
  static String time(double t) {
    return Double.toString(Math.round(t * 1000) / 1000.0);
  }
}
