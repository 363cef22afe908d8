package org.p2f.figures;

import java.math.BigDecimal;
import java.math.MathContext;
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

  /** With two significant digits: 0.0031. */
  public static String significant(double value) {
    return new BigDecimal(value).round(new MathContext(2)).toPlainString();
  }

  /**
   * How many decimals it takes to tell values apart that are of a size, or apart by it: enough for
   * a tenth of it.
   */
  public static int decimals(double size, int fewest, int most) {
    return size > 0 && Double.isFinite(size)
        ? Math.clamp((int) Math.ceil(1 - Math.log10(size)), fewest, most)
        : fewest;
  }

  public static String fixed(double value, int decimals) {
    return format("%." + decimals + "f", value);
  }

  /** The same with its sign, whichever it is. */
  public static String signed(double value, int decimals) {
    return format("%+." + decimals + "f", value);
  }

  public static String percent(double share) {
    return format("%.1f %%", 100 * share);
  }

  /** A time as short as it reads: 0.5, not 0.500. */
  public static String time(double t) {
    return Double.toString(Math.round(t * 1000) / 1000.0);
  }
}
