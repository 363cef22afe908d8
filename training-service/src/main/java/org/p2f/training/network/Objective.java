package org.p2f.training.network;

import org.p2f.spec.network.LatentKind;

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

  /** The name of what a model was trained for, here or elsewhere. */
  public static Objective of(org.p2f.spec.objective.Objective trained) {
    boolean gaussian = trained.latent() == LatentKind.GAUSSIAN;
    if (!trained.scoreTerm()) {
      return gaussian ? VAE : AE;
    }
    if (gaussian) {
      return VDRL;
    }
    return trained.penalty().weight() > 0 ? DRL : DRL_UNPENALISED;
  }

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
