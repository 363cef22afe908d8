package org.p2f.spec.network;

/** What an encoder yields for an image and a time. */
public enum LatentKind {
  /** A code. */
  DETERMINISTIC,
  /** Mean and log variance of a normal distribution of codes; downstream the mean is the code. */
  GAUSSIAN
}
