package org.p2f.training.network;

/** What training is for. */
public enum Objective {
  /** Scores are matched; the code is a value whose absolute size is penalised. */
  DRL,
  /** Likewise, with nothing penalised. */
  DRL_UNPENALISED,
  /** Likewise; the code is a normal distribution whose distance from N(0, 1) is penalised. */
  VDRL,
  /** An autoencoder: images are made of their codes, and no scores are learnt. */
  AE,
  /** A variational autoencoder. */
  VAE;

  /** Whether scores are learnt. */
  public boolean matchesScores() {
    return switch (this) {
      case DRL, DRL_UNPENALISED, VDRL -> true;
      case AE, VAE -> false;
    };
  }

  /** Whether the code is a normal distribution. */
  public boolean isGaussian() {
    return switch (this) {
      case VDRL, VAE -> true;
      case DRL, DRL_UNPENALISED, AE -> false;
    };
  }
}
