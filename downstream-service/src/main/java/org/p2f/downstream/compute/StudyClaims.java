package org.p2f.downstream.compute;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.domain.Analysis;
import org.p2f.downstream.domain.Claim;
import org.p2f.downstream.domain.Divergences;
import org.p2f.downstream.domain.Effect;
import org.p2f.downstream.domain.EvaluationResult;
import org.p2f.downstream.domain.HeadKind;
import org.p2f.downstream.domain.StudyLine;
import org.p2f.downstream.domain.StudyPlan;

/**
 * The claims of Mittal et al. (arXiv:2210.13774), measured. Each effect is one number an encoder,
 * so that its interval speaks of other encoders; what is compared shares encoder, images and seeds.
 */
final class StudyClaims {

  /** Accuracy that hiding t = ½ may cost and still cost little. */
  private static final double LITTLE = .02;

  private static final int HIDES_NOTHING = 0;
  private static final int HIDES_HALF = 1;

  private final StudyResults results;
  private final StudyPlan plan;
  private final List<String> factors;

  StudyClaims(StudyResults results) {
    this.results = results;
    this.plan = results.report().plan();
    this.factors = results.factors();
  }

  List<Claim> all() {
    return List.of(
        mixing(),
        notSize(),
        granularity(),
        intermediate(),
        factorsDiffer(),
        coarseAndFine(),
        distance(),
        groups(),
        hiding(),
        trajectory(),
        objectives());
  }

  private String main() {
    return plan.objectives().getFirst();
  }

  private @Nullable Effect effect(ToDoubleFunction<String> ofEncoder) {
    return Effects.of(results.each(main(), ofEncoder));
  }

  private Claim mixing() {
    return Claim.above(
        "C1",
        "Heads that mix several t beat the best single t",
        "test accuracy of the better of GRU and Transformer less that of the MLP at the best t,"
            + " both chosen on validation images; mean over factors",
        effect(this::gain),
        0,
        "accuracy",
        "");
  }

  private double gain(String encoder) {
    return StudyResults.mean(
        factors,
        factor ->
            accuracy(StudyResults.best(results.mixing(encoder, factor)))
                - accuracy(StudyResults.best(results.curve(encoder, factor))));
  }

  private static double accuracy(EvaluationResult result) {
    return result.testAccuracy().mean();
  }

  private Claim notSize() {
    return Claim.above(
        "C2",
        "The gain is not that of a larger head",
        "test accuracy of the Transformer less that of an MLP with as many parameters at the best"
            + " t, chosen on validation images; mean over factors",
        effect(
            encoder ->
                StudyResults.mean(
                    factors,
                    factor ->
                        transformer(StudyLine.heads(encoder), factor)
                            - accuracy(
                                StudyResults.best(
                                    results.curve(encoder, factor, HeadKind.WIDE_MLP))))),
        0,
        "accuracy",
        "");
  }

  private Claim granularity() {
    var coarsest = plan.granularities().stream().min(Comparator.naturalOrder());
    return Claim.above(
        "C3",
        "Accuracy rises with granularity",
        "test accuracy of the Transformer on the whole grid less that on the coarsest; mean over"
            + " factors",
        coarsest
            .map(
                grid ->
                    effect(
                        encoder ->
                            StudyResults.mean(
                                factors,
                                factor ->
                                    transformer(StudyLine.heads(encoder), factor)
                                        - transformer(
                                            StudyLine.granularity(encoder, grid), factor))))
            .orElse(null),
        0,
        "granularity",
        coarsest.isEmpty() ? "The plan has no coarser grid." : "");
  }

  private double transformer(String step, String factor) {
    return accuracy(results.head(step, factor, HeadKind.TRANSFORMER).orElseThrow());
  }

  private Claim intermediate() {
    var factor = plan.fineFactors().isEmpty() ? factors.getLast() : plan.fineFactors().getFirst();
    return Claim.above(
        "C4",
        "For the class an intermediate t is best",
        "test accuracy at the best t inside (0, 1) less that at the better end, both chosen on"
            + " validation images; factor "
            + factor,
        effect(
            encoder -> {
              var curve = results.curve(encoder, factor);
              var inside = curve.stream().filter(r -> isInside(r)).toList();
              var ends = curve.stream().filter(r -> !isInside(r)).toList();
              return accuracy(StudyResults.best(inside)) - accuracy(StudyResults.best(ends));
            }),
        0,
        "accuracy",
        "");
  }

  private static boolean isInside(EvaluationResult result) {
    double t = Objects.requireNonNull(result.t());
    return 0 < t && t < 1;
  }

  private Claim factorsDiffer() {
    return Claim.above(
        "C5",
        "Factors are read at different t",
        "mean Jensen–Shannon divergence between factors' attention profiles less the mean between"
            + " seeds of one factor, bits",
        factors.size() < 2
            ? null
            : effect(
                encoder -> {
                  var d = divergences(encoder);
                  return between(d, factors, factors) - mean(d.floors());
                }),
        0,
        "divergence",
        factors.size() < 2 ? "The data set has one factor." : "");
  }

  private Divergences divergences(String encoder) {
    return Objects.requireNonNull(results.analysis(StudyLine.profiles(encoder)).divergences());
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Mean divergence between different factors, one of each list. */
  private static double between(Divergences divergences, List<String> some, List<String> others) {
    var found = new ArrayList<Double>();
    for (var a : some) {
      for (var b : others) {
        if (!a.equals(b)) {
          int row = divergences.factors().indexOf(a);
          int column = divergences.factors().indexOf(b);
          found.add(divergences.matrix().get(row).get(column));
        }
      }
    }
    return mean(found);
  }

  private Claim coarseAndFine() {
    boolean possible = !plan.coarseFactors().isEmpty() && !plan.fineFactors().isEmpty();
    var effect = possible ? centres() : null;
    return Claim.above(
        "C6",
        "High t tells the coarse, low t the fine",
        "mean t weighted by the MLPs' accuracy above the commonest class: that of coarse factors"
            + " less that of fine ones",
        effect,
        0,
        "accuracy",
        possible
            ? effect == null
                ? "Some factor is read nowhere better than by naming the commonest class."
                : "Coarse: %s. Fine: %s."
                    .formatted(
                        String.join(", ", plan.coarseFactors()),
                        String.join(", ", plan.fineFactors()))
            : "The data set has no coarse and fine factors to compare.");
  }

  private @Nullable Effect centres() {
    var values =
        results.each(
            main(),
            encoder ->
                StudyResults.mean(plan.coarseFactors(), factor -> centre(encoder, factor))
                    - StudyResults.mean(plan.fineFactors(), factor -> centre(encoder, factor)));
    return values.stream().allMatch(Double::isFinite) ? Effects.of(values) : null;
  }

  /** NaN where no t is better than the commonest class. */
  private double centre(String encoder, String factor) {
    double sum = 0;
    double gains = 0;
    for (var result : results.curve(encoder, factor)) {
      double gain = Math.max(0, accuracy(result) - result.majority());
      gains += gain;
      sum += gain * Objects.requireNonNull(result.t());
    }
    return sum / gains;
  }

  private Claim distance() {
    return Claim.below(
        "C7",
        "The codes tell the less about each other the further apart their t",
        "rank correlation of normalized mutual information with |t − t′|",
        Effects.of(
            information(main()).information().encoders().stream()
                .map(e -> correlation(information(main()).times(), e.normalized()))
                .toList()),
        0,
        "information",
        "");
  }

  private record Maps(List<Double> times, org.p2f.downstream.domain.Information information) {}

  private Maps information(String objective) {
    Analysis analysis = results.analysis(StudyLine.information(objective));
    return new Maps(analysis.times(), Objects.requireNonNull(analysis.information()));
  }

  private static double correlation(List<Double> times, List<List<Double>> normalized) {
    var distances = new ArrayList<Double>();
    var values = new ArrayList<Double>();
    for (int i = 0; i < times.size(); i++) {
      for (int j = i + 1; j < times.size(); j++) {
        distances.add(Math.round(1e9 * (times.get(j) - times.get(i))) / 1e9); // equal ones tie
        values.add(normalized.get(i).get(j));
      }
    }
    return Ranks.correlation(distances, values);
  }

  private Claim groups() {
    var coarse = plan.coarseFactors();
    var fine = plan.fineFactors();
    boolean possible = !coarse.isEmpty() && !fine.isEmpty() && coarse.size() + fine.size() > 2;
    return Claim.above(
        "C8",
        "Attributes of a kind have alike profiles",
        "mean Jensen–Shannon divergence between coarse and fine factors' profiles less that within"
            + " either group, bits",
        possible ? effect(encoder -> apart(divergences(encoder), coarse, fine)) : null,
        0,
        "divergence",
        possible ? "" : "The data set has too few factors of known kinds.");
  }

  private static double apart(Divergences divergences, List<String> coarse, List<String> fine) {
    var within = new ArrayList<Double>();
    for (var group : List.of(coarse, fine)) {
      if (group.size() > 1) {
        within.add(between(divergences, group, group));
      }
    }
    return between(divergences, coarse, fine) - mean(within);
  }

  private Claim hiding() {
    return Claim.below(
        "C9",
        "Hiding t = 0.5 costs little",
        "test accuracy of the one-pass Transformer that sees all t less that of the one from which"
            + " t = 0.5 is hidden; mean over factors; little is under %s points"
                .formatted(Math.round(100 * LITTLE)),
        effect(
            encoder ->
                StudyResults.mean(
                    factors,
                    factor ->
                        results.masked(encoder, factor, HIDES_NOTHING)
                            - results.masked(encoder, factor, HIDES_HALF))),
        LITTLE,
        "masks",
        "");
  }

  private Claim trajectory() {
    var statics = results.encoders(StudyLine.STATIC);
    return Claim.above(
        "C10",
        "The trajectory code is at least as good as a static one of the same encoder size",
        "test accuracy of the better of GRU and Transformer, chosen on validation images, less that"
            + " of the MLP on the code of an encoder of the same seed that knows no t; mean over"
            + " factors",
        statics.isEmpty()
            ? null
            : Effects.of(
                IntStream.range(0, statics.size())
                    .mapToObj(
                        seed -> overStatic(StudyLine.encoder(main(), seed), statics.get(seed)))
                    .toList()),
        0,
        "accuracy",
        statics.isEmpty() ? "The plan has no static encoders." : "");
  }

  private double overStatic(String encoder, String control) {
    return StudyResults.mean(
        factors,
        factor ->
            accuracy(StudyResults.best(results.mixing(encoder, factor)))
                - accuracy(StudyResults.best(results.curve(control, factor))));
  }

  private Claim objectives() {
    Effect least = null;
    for (var objective : plan.objectives()) {
      var gain = Effects.of(results.each(objective, this::gain));
      if (least == null || gain.low() < least.low()) {
        least = gain;
      }
    }
    boolean both = plan.objectives().containsAll(StudyPlan.OBJECTIVES);
    return Claim.above(
        "C11",
        "It holds for DRL and VDRL",
        "the gain of C1 for the objective whose interval reaches lowest",
        both ? least : null,
        0,
        "accuracy",
        both ? "" : "The plan has one objective.");
  }
}
