package org.p2f.downstream.study.work.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.p2f.numerics.information.JensenShannon;

/**
 * How much further two factors' attention profiles lie apart than seeds alone would have them, in
 * bits: the mean divergence of single seeds' profiles of both less the mean of their own seeds'
 * divergences.
 *
 * <p>All three terms are means over pairs of different head seeds, none of averaged profiles.
 * Averaging takes noise out of a profile, and a divergence of averaged profiles less one of single
 * ones is below zero where there is no difference. Alike, the expectation is zero without a
 * difference, also where a seed leaves its mark on every factor, and half a squared energy distance
 * otherwise, never below zero (Székely and Rizzo, Journal of Statistical Planning and Inference
 * 143, 2013; the divergence is of negative type: Fuglede and Topsøe, ISIT 2004).
 */
final class ProfileDistances {
  private ProfileDistances() {}

  static double excess(FactorFindings a, FactorFindings b) {
    return JensenShannon.acrossSeeds(a.profiles(), b.profiles())
        - (JensenShannon.floor(a.profiles()) + JensenShannon.floor(b.profiles())) / 2;
  }

  /** Mean of all pairs of one factor of each list; empty if there are none. */
  static OptionalDouble mean(List<FactorFindings> some, List<FactorFindings> others) {
    var found = new ArrayList<Double>();
    for (var a : some) {
      for (var b : others) {
        if (!a.factor().equals(b.factor())) {
          found.add(excess(a, b));
        }
      }
    }
    return found.stream().mapToDouble(Double::doubleValue).average();
  }
}
