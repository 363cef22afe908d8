package org.p2f.numerics.checkpoint;

/**
 * A tensor that stands between a file and the networks.
 *
 * @param tensor its name, as in the file if it is there
 * @param reason what is wrong, without the name
 */
public record Misfit(Kind kind, String tensor, String reason) {

  /** What can be wrong. */
  public enum Kind {
    /** The networks need it, the file has none. */
    MISSING,
    /** The file has it, the networks have no such tensor. */
    UNEXPECTED,
    /** It is there with another shape or type. */
    SHAPE
  }

  /** The same of the averaged weights. */
  Misfit amongAverages() {
    return new Misfit(kind, tensor, "among the averages: " + reason);
  }
}
