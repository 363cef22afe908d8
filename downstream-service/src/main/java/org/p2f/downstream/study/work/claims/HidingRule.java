package org.p2f.downstream.study.work.claims;

import java.util.List;
import java.util.Objects;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.downstream.study.Decision;
import org.p2f.downstream.study.EffectUnit;
import org.p2f.downstream.study.work.claims.StudyFindings.ObjectiveFindings;

/**
 * C9: no single t carries the code. Hiding t = ½ costs little, and t = ½ alone is worse than all t;
 * both have to hold.
 *
 * <p>A head that answers no better than the commonest class loses nothing by whatever is hidden
 * from it, and a head that is right on all images may read any one t: only heads between the two
 * count.
 */
final class HidingRule implements Rule {

  /** Accuracy that hiding t = ½ may cost and still cost little. */
  static final double LITTLE = .02;

  /** Accuracy from which on a head may read from any t what it reads from all. */
  static final double CEILING = .99;

  private static final int HIDES_NOTHING = 0;
  private static final int HIDES_HALF = 1;
  private static final int HIDES_ALL_BUT_HALF = 4;
  private static final Bound COST = Bound.below(LITTLE);
  private static final String HIDDEN = "t = 0.5 hidden";
  private static final String ALONE = "t = 0.5 alone";

  @Override
  public Text text() {
    return new Text(
        "C9",
        "Hiding t = 0.5 costs little, t = 0.5 alone is worse than all t",
        "test accuracy of the one-pass Transformer that sees all t less that of the one from which"
            + " t = 0.5 is hidden, little being under %d points; and less that of the one from"
                .formatted(Math.round(100 * LITTLE))
            + " which all others are hidden; mean over the factors that it reads better than by"
            + " naming the commonest class and worse than at %d %%"
                .formatted(Math.round(100 * CEILING)),
        EffectUnit.ACCURACY,
        "masks");
  }

  @Override
  public Conclusion of(ObjectiveFindings findings) {
    var objective = findings.objective();
    var all = findings.encoders().stream().flatMap(e -> e.factors().stream()).toList();
    if (all.stream().allMatch(factor -> factor.masks().isEmpty())) {
      return both(
          COST.unmeasured(objective, HIDDEN, "No heads were masked."),
          Bound.POSITIVE.unmeasured(objective, ALONE, "No heads were masked."));
    }
    var counted =
        "%d of %d heads count; the others read no better than by naming the commonest class, or"
                .formatted(all.stream().filter(HidingRule::counts).count(), all.size())
            + " nearly all.";
    var hidden = losses(findings.encoders(), HIDES_HALF);
    if (hidden.isEmpty()) {
      return both(
          COST.undecided(objective, HIDDEN, counted),
          Bound.POSITIVE.undecided(objective, ALONE, counted));
    }
    var alone = losses(findings.encoders(), HIDES_ALL_BUT_HALF);
    return both(
        COST.decide(objective, HIDDEN, Effects.ofImages(hidden), counted),
        Bound.POSITIVE.decide(objective, ALONE, Effects.ofImages(alone), counted));
  }

  private static Conclusion both(Decision hidden, Decision alone) {
    return Conclusion.ofAll(List.of(hidden, alone), hidden, hidden.remark());
  }

  /** What the mask costs, one value an encoder that has heads that count. */
  private static List<ImageMean> losses(List<EncoderFindings> encoders, int mask) {
    return encoders.stream()
        .map(encoder -> encoder.factors().stream().filter(HidingRule::counts).toList())
        .filter(factors -> !factors.isEmpty())
        .map(
            factors ->
                ImageMean.average(factors.stream().map(factor -> loss(factor, mask)).toList()))
        .toList();
  }

  private static ImageMean loss(FactorFindings factor, int mask) {
    return ImageMean.of(masked(factor, HIDES_NOTHING)).minus(ImageMean.of(masked(factor, mask)));
  }

  private static boolean counts(FactorFindings factor) {
    var whole = masked(factor, HIDES_NOTHING);
    return whole.low() > factor.majority() && whole.mean() < CEILING;
  }

  private static TestAccuracy masked(FactorFindings factor, int mask) {
    return Objects.requireNonNull(factor.masks().get(mask));
  }
}
