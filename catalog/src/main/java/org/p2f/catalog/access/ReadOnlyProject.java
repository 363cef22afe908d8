package org.p2f.catalog.access;

/** Thrown when a caller would change what he may only see. */
public final class ReadOnlyProject extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReadOnlyProject(String project) {
    super("What is in the project %s can be changed by its members only".formatted(project));
  }
}
