package org.p2f.figures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The style sheet that figures and the pages around them share. */
public final class PageStyle {
  private PageStyle() {}

  /** CSS, to stand in a page's own {@code style} element. */
  public static String css() {
    try (var css = PageStyle.class.getResourceAsStream("page.css")) {
      return new String(
          Objects.requireNonNull(css, "page.css").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A figure as a file of its own.
   *
   * @param svg one {@code svg} element as the figures of this package draw it
   */
  public static String standalone(String svg) {
    int end = svg.indexOf('>');
    if (!svg.startsWith("<svg ") || end < 0) {
      throw new IllegalArgumentException("Not an svg element: " + svg);
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" "
        + svg.substring("<svg ".length(), end + 1)
        + "<style>"
        + css()
        + "</style>"
        + svg.substring(end + 1)
        + "\n";
  }
}
