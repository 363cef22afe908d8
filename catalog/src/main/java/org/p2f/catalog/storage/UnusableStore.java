package org.p2f.catalog.storage;

/** The settings name no object store that could be used; the message says what to change. */
final class UnusableStore extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  UnusableStore(String problem, String remedy) {
    super(problem);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
