package org.p2f.catalog.storage;

/**
 * Which store it is, and how far its database had come when it last used it.
 *
 * @param id of the store; {@link #UNNAMED} for one that no database has used yet
 * @param starts of services on its database; 0 for an unnamed store
 */
public record StoreName(String id, long starts) {
  public static final String UNNAMED = "unnamed";

  /** The name of a store that no database has used yet. */
  public static StoreName unnamed() {
    return new StoreName(UNNAMED, 0);
  }

  /**
   * @throws IllegalArgumentException if the text is not {@code id@starts}
   */
  public static StoreName parse(String text) {
    int at = text.indexOf('@');
    if (at <= 0) {
      throw new IllegalArgumentException("Not the name of a store: '%s'".formatted(text));
    }
    return new StoreName(text.substring(0, at), Long.parseLong(text.substring(at + 1)));
  }

  @Override
  public String toString() {
    return id + "@" + starts;
  }
}
