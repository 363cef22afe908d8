package org.p2f.catalog.artifact;

import java.util.Collection;

/** Artifacts that are needed and not there: not recorded, or deleted meanwhile. */
public final class MissingArtifacts extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  MissingArtifacts(Collection<String> ids) {
    super("No artifact " + String.join(", ", ids));
  }
}
