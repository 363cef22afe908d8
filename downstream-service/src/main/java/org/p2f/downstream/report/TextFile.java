package org.p2f.downstream.report;

/** A file of text that goes along with a result. */
public record TextFile(String name, String mediaType, String content) {

  public static TextFile svg(String name, String content) {
    return new TextFile(name, "image/svg+xml", content);
  }

  public static TextFile csv(String name, String content) {
    return new TextFile(name, "text/csv", content);
  }
}
