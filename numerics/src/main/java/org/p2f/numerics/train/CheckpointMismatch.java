package org.p2f.numerics.train;

import java.io.IOException;
import java.util.List;

/** A checkpoint of another plan or of other data. */
public final class CheckpointMismatch extends IOException {

  private static final long serialVersionUID = 1;

  private final String[] differences;

  CheckpointMismatch(List<String> differences) {
    super("The checkpoint belongs to another run: " + String.join("; ", differences));
    this.differences = differences.toArray(String[]::new);
  }

  /** One sentence for each thing that differs. */
  public List<String> differences() {
    return List.of(differences);
  }
}
