package org.p2f.training.likelihood;

/** The code that a score network is told of an image whose likelihood is computed. */
public enum LikelihoodCode {
  /** E(x, t), of each time its own. */
  OF_IMAGE,
  /** None. */
  NONE
}
