package org.p2f.catalog;

/** A paging cursor that this catalog did not make. */
public final class InvalidCursor extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidCursor(String cursor) {
    super("Not a cursor of this catalog: '%s'".formatted(cursor));
  }
}
