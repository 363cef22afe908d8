package org.p2f.training.network;

import org.p2f.spec.objective.Penalty;

/**
 * A preset's penalties on codes, with the shares of a run's steps between which they come in.
 *
 * @param ofValues weight for DRL
 * @param ofDistributions weight for VDRL
 * @param from share of the steps after which a distribution's may count, in [0, 1]
 * @param until share of the steps after which it counts whole, in [from, 1]
 */
public record PresetPenalty(double ofValues, double ofDistributions, double from, double until) {

  /** The same for both, from the first step on. */
  public static PresetPenalty constant(double weight) {
    return new PresetPenalty(weight, weight, 0, 0);
  }

  public Penalty of(Objective objective, long steps) {
    return switch (objective) {
      case DRL -> Penalty.constant(ofValues);
      case VDRL ->
          new Penalty(ofDistributions, Math.round(from * steps), Math.round(until * steps));
      case DRL_UNPENALISED, AE -> Penalty.constant(0);
      case VAE -> Penalty.constant(1);
    };
  }
}
