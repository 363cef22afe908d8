package org.p2f.downstream.study;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A claim of the paper and what this study says of it.
 *
 * @param id C1 to C14
 * @param measure what the effect is
 * @param unit of the effect
 * @param verdict of the first objective
 * @param effect null where it was not measured
 * @param p of the verdict, two-sided; null without an interval
 * @param corrected the verdict if all claims that were measured are to hold at once
 * @param parts of every objective and factor on its own, that of the verdict first
 * @param figure the section of the report that shows it
 * @param remark what to know before believing it, or why it was not measured
 */
public record Claim(
    String id,
    String statement,
    String measure,
    EffectUnit unit,
    Verdict verdict,
    @Nullable Effect effect,
    @Nullable Double p,
    @Nullable Corrected corrected,
    List<Decision> parts,
    String figure,
    String remark) {

  /** A verdict against it has power where accuracy is known to two points to each side. */
  public static final double POWERFUL = .02;

  /**
   * A verdict at 5 % for all claims of the study together (Holm, Scandinavian Journal of Statistics
   * 6, 1979).
   *
   * @param p adjusted
   * @param verdict the claim's own where p is below 5 %, else undecided
   */
  public record Corrected(double p, Verdict verdict) {}

  public Claim {
    parts = List.copyOf(parts);
  }

  public Claim with(Corrected correction) {
    return new Claim(
        id, statement, measure, unit, verdict, effect, p, correction, parts, figure, remark);
  }

  /** The verdict in words, with its power where it is against the claim. */
  public String conclusion() {
    var word = verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    boolean powerful =
        verdict == Verdict.NOT_SUPPORTED
            && unit == EffectUnit.ACCURACY
            && effect != null
            && effect.halfWidth() < POWERFUL;
    return powerful ? word + " with power" : word;
  }
}
