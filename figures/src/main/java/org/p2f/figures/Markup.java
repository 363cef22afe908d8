package org.p2f.figures;

import java.util.Locale;

/** Text as it may stand in HTML and SVG. */
public final class Markup {

  private Markup() {}

  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** With a point as separator, whatever the locale. */
  @SuppressWarnings(
      "AnnotateFormatMethod") // the annotation would be this module's only use of its library
  public static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }

  public static String percent(double share) {
    return format("%.1f %%", 100 * share);
  }

  /** A time as short as it reads: 0.5, not 0.500. */
  public static String time(double t) {
    return Double.toString(Math.round(t * 1000) / 1000.0);
  }
}
