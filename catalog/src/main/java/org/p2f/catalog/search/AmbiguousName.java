package org.p2f.catalog.search;

/** Thrown when a name could mean several things. */
public final class AmbiguousName extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AmbiguousName(NamedKind kind, String name, int things) {
    super(
        "'%s' is the name of %d things of the kind %s; name one by its id"
            .formatted(name, things, kind.word()));
  }
}
