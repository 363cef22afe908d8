package org.p2f.downstream.study.work.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.p2f.downstream.study.Decision;
import org.p2f.downstream.study.work.claims.StudyFindings.ObjectiveFindings;

/**
 * A claim about a difference of test accuracies, mean over factors.
 *
 * @param part of a claim of several that it is; empty for a whole claim
 * @param factors that it speaks of
 * @param difference of one factor in one encoder; empty where something it compares is not there
 * @param missing why it may be empty
 */
record AccuracyRule(
    Rule.Text text,
    String part,
    Bound bound,
    List<String> factors,
    Function<FactorFindings, Optional<ImageMean>> difference,
    String missing)
    implements Rule {

  AccuracyRule(
      Rule.Text text,
      Bound bound,
      List<String> factors,
      Function<FactorFindings, Optional<ImageMean>> difference,
      String missing) {
    this(text, "", bound, factors, difference, missing);
  }

  @Override
  public Conclusion of(ObjectiveFindings findings) {
    var parts = new ArrayList<Decision>();
    parts.add(decide(findings, factors, ""));
    if (factors.size() > 1) {
      factors.forEach(factor -> parts.add(decide(findings, List.of(factor), factor)));
    }
    return Conclusion.byFirst(parts);
  }

  private Decision decide(ObjectiveFindings findings, List<String> some, String of) {
    var values =
        findings.encoders().stream()
            .flatMap(encoder -> mean(encoder.factors(some)).stream())
            .toList();
    var name = part.isEmpty() || of.isEmpty() ? part + of : "%s: %s".formatted(of, part);
    return values.isEmpty()
        ? bound.unmeasured(findings.objective(), name, missing)
        : bound.decide(findings.objective(), name, Effects.ofImages(values), "");
  }

  private Optional<ImageMean> mean(List<FactorFindings> some) {
    var differences = some.stream().flatMap(factor -> difference.apply(factor).stream()).toList();
    return differences.isEmpty() || differences.size() < some.size()
        ? Optional.empty()
        : Optional.of(ImageMean.average(differences));
  }
}
