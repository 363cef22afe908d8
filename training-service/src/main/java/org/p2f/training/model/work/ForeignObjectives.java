package org.p2f.training.model.work;

import org.p2f.spec.network.LatentKind;
import org.p2f.training.network.Objective;

/** The names of objectives of models that were trained elsewhere. */
public final class ForeignObjectives {
  private ForeignObjectives() {}

  public static Objective of(org.p2f.spec.objective.Objective trained) {
    boolean gaussian = trained.latent() == LatentKind.GAUSSIAN;
    if (!trained.scoreTerm()) {
      return gaussian ? Objective.VAE : Objective.AE;
    }
    if (gaussian) {
      return Objective.VDRL;
    }
    return trained.penalty().weight() > 0 ? Objective.DRL : Objective.DRL_UNPENALISED;
  }
}
