package org.p2f.catalog.artifact;

/** The object store and the database do not belong together; the message says what to do. */
final class StoreMismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  StoreMismatch(String problem, String remedy) {
    super(problem);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
