package org.p2f.downstream.study.work.claims;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.study.EffectUnit;

/** The claims about heads' accuracies: C1 to C4, C10, and from C12 on. */
final class AccuracyClaims {

  /** How much less accurate the trajectory code may be and still be at least as good, C10. */
  static final double MARGIN = .02;

  /** How deep a valley may be and still be none, C12. */
  static final double SHALLOW = .02;

  private AccuracyClaims() {}

  static Rule mixing(List<String> factors) {
    return new AccuracyRule(
        text(
            "C1",
            "Heads that mix several t beat the best single t",
            "test accuracy of the better of GRU and Transformer less that of the MLP at the best t,"
                + " both chosen on validation images; mean over factors"),
        Bound.POSITIVE,
        factors,
        factor -> difference(factor.mixing(), factor.of(HeadKind.MLP)),
        "The study has no such heads.");
  }

  static Rule notSize(List<String> factors) {
    return new AccuracyRule(
        text(
            "C2",
            "The gain is not that of a larger head",
            "test accuracy of the Transformer less that of an MLP with as many parameters at the"
                + " best t, chosen on validation images; mean over factors"),
        Bound.POSITIVE,
        factors,
        factor -> difference(factor.of(HeadKind.TRANSFORMER), factor.of(HeadKind.WIDE_MLP)),
        "The study has no such heads.");
  }

  static Rule granularity(List<String> factors) {
    return new AccuracyRule(
        new Rule.Text(
            "C3",
            "Accuracy rises with granularity",
            "test accuracy of the Transformer on the whole grid less that on the coarsest; mean"
                + " over factors",
            EffectUnit.ACCURACY,
            "granularity"),
        Bound.POSITIVE,
        factors,
        factor ->
            difference(
                factor.of(HeadKind.TRANSFORMER),
                factor.coarser().entrySet().stream()
                    .min(Comparator.comparingInt(Map.Entry::getKey))
                    .map(Map.Entry::getValue)
                    .stream()
                    .toList()),
        "The plan has no coarser grid.");
  }

  static Rule intermediate(List<String> fine) {
    return new AccuracyRule(
        text(
            "C4",
            "For the class an intermediate t is best",
            "test accuracy at the best t inside (0, 1) less that at the better end, both chosen on"
                + " validation images; mean over the fine factors"),
        Bound.POSITIVE,
        fine,
        AccuracyClaims::peak,
        fine.isEmpty() ? "The plan names no fine factor." : "The study has no such heads.");
  }

  static Rule trajectory(List<String> factors) {
    return new AccuracyRule(
        text(
            "C10",
            "The trajectory code is at least as good as a static one of the same encoder size",
            "test accuracy of the better of GRU and Transformer less that of the best head on the"
                + " code of an encoder of the same seed that knows no t, both chosen on validation"
                + " images; mean over factors; at least as good is less than %d points worse"
                    .formatted(Math.round(100 * MARGIN))),
        Bound.above(-MARGIN),
        factors,
        factor -> difference(factor.mixing(), factor.statics()),
        "There are no static encoders of this objective.");
  }

  /**
   * Li et al. (arXiv:2502.05743): a peak inside, and no valley beside it. A curve that is level or
   * that only rises has no valley either, so both have to hold.
   */
  static Rule onePeak(List<String> factors) {
    var text =
        text(
            "C12",
            "Accuracy over t rises to one peak and falls again",
            "test accuracy of the MLP at the best t inside (0, 1) less that at the better end, above"
                + " 0; and the depth of the deepest valley, the lower of two t less one between"
                + " them, under %d points; all t chosen on validation images; mean over factors;"
                    .formatted(Math.round(100 * SHALLOW))
                + " shown is what decides");
    var missing = "The study has too few times.";
    return new BothRule(
        new AccuracyRule(text, "peak", Bound.POSITIVE, factors, AccuracyClaims::peak, missing),
        new AccuracyRule(
            text,
            "valley",
            Bound.below(SHALLOW),
            factors,
            factor -> Valley.depth(factor.of(HeadKind.MLP)),
            missing));
  }

  static Rule ensemble(List<String> factors) {
    return new AccuracyRule(
        text(
            "C13",
            "An ensemble over t beats the best single t",
            "test accuracy of the mean probability of the MLPs at all t less that of the MLP at the"
                + " best t, chosen on validation images; mean over factors"),
        Bound.POSITIVE,
        factors,
        factor -> difference(factor.of(HeadKind.TIME_ENSEMBLE), factor.of(HeadKind.MLP)),
        "The study has no such heads.");
  }

  static Rule beyondEnsemble(List<String> factors) {
    return new AccuracyRule(
        text(
            "C14",
            "The gain of mixing is not that of an ensemble",
            "test accuracy of the better of GRU and Transformer, chosen on validation images, less"
                + " that of the mean probability of the MLPs at all t; mean over factors"),
        Bound.POSITIVE,
        factors,
        factor -> difference(factor.mixing(), factor.of(HeadKind.TIME_ENSEMBLE)),
        "The study has no such heads.");
  }

  private static Rule.Text text(String id, String statement, String measure) {
    return new Rule.Text(id, statement, measure, EffectUnit.ACCURACY, "accuracy");
  }

  /** What the best t inside reads more than the better end. */
  private static Optional<ImageMean> peak(FactorFindings factor) {
    var curve = factor.of(HeadKind.MLP);
    return difference(
        curve.stream().filter(Reading::readsInside).toList(),
        curve.stream().filter(reading -> !reading.readsInside()).toList());
  }

  /** The best of some heads less the best of others. */
  private static Optional<ImageMean> difference(List<Reading> some, List<Reading> others) {
    return some.isEmpty() || others.isEmpty()
        ? Optional.empty()
        : Optional.of(Reading.best(some).onImages().minus(Reading.best(others).onImages()));
  }
}
