package org.p2f.figures;

import java.util.List;

/**
 * A report as one HTML file, as it is being written: no script, no address outside itself, readable
 * offline and on paper. What is said to be HTML is taken as it is; all else is escaped.
 */
public final class Page {
  private final StringBuilder out = new StringBuilder();

  /** A number in the page's head, with its name above and a note below. */
  public record Tile(String name, String value, String note) {}

  public Page(String title) {
    out.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
        .append(Markup.escape(title))
        .append("</title><style>")
        .append(PageStyle.css())
        .append("</style></head><body>");
  }

  /**
   * @param more HTML below the tiles
   */
  public void header(String title, String lead, List<Tile> tiles, String more) {
    out.append("<header><p class=\"brand\">P2F · Points to Functions</p><h1>")
        .append(Markup.escape(title))
        .append("</h1><p class=\"lead\">")
        .append(Markup.escape(lead))
        .append("</p><dl class=\"tiles\">");
    for (var tile : tiles) {
      out.append("<div><dt>")
          .append(Markup.escape(tile.name()))
          .append("</dt><dd>")
          .append(Markup.escape(tile.value()))
          .append("<small>")
          .append(Markup.escape(tile.note()))
          .append("</small></dd></div>");
    }
    out.append("</dl>").append(more).append("</header><main>");
  }

  /**
   * @param id of the section, for links to it
   * @param text HTML
   * @param content adds what stands below the text
   */
  public void section(String id, String title, String text, Runnable content) {
    out.append("<section id=\"")
        .append(id)
        .append("\"><h2>")
        .append(Markup.escape(title))
        .append("</h2><p>")
        .append(text)
        .append("</p>");
    content.run();
    out.append("</section>");
  }

  /** Figures two abreast. */
  public void pairs(Runnable figures) {
    out.append("<div class=\"grid-2\">");
    figures.run();
    out.append("</div>");
  }

  /**
   * @param drawing HTML or SVG
   */
  public void figure(String caption, String drawing) {
    out.append("<figure><figcaption>")
        .append(Markup.escape(caption))
        .append("</figcaption>")
        .append(drawing)
        .append("</figure>");
  }

  /**
   * A table that scrolls by itself where it is too wide.
   *
   * @param headings HTML, a {@code th} for each column
   * @param rows adds {@code tr} elements
   */
  public void table(String headings, Runnable rows) {
    out.append("<div class=\"scroll\"><table><thead><tr>")
        .append(headings)
        .append("</tr></thead><tbody>");
    rows.run();
    out.append("</tbody></table></div>");
  }

  /** Adds HTML. */
  public Page add(String html) {
    out.append(html);
    return this;
  }

  /**
   * The whole page.
   *
   * @param footer HTML
   */
  public String closed(String footer) {
    return out + "</main><footer>" + footer + "</footer></body></html>";
  }
}
