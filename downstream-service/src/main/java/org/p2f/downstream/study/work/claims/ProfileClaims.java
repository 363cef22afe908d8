package org.p2f.downstream.study.work.claims;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.p2f.downstream.study.EffectUnit;
import org.p2f.downstream.study.work.claims.StudyFindings.ObjectiveFindings;

/** The claims about attention profiles: C5 and C8. */
final class ProfileClaims {
  private ProfileClaims() {}

  /**
   * @param possible whether the data set has what it compares
   */
  private record ProfileRule(
      Rule.Text text, boolean possible, String missing, ToDoubleFunction<EncoderFindings> distance)
      implements Rule {
    @Override
    public Conclusion of(ObjectiveFindings findings) {
      var decision =
          possible
              ? Bound.POSITIVE.decide(
                  findings.objective(),
                  "",
                  Effects.ofEncoders(
                      findings.encoders().stream().map(distance::applyAsDouble).toList()),
                  "")
              : Bound.POSITIVE.unmeasured(findings.objective(), "", missing);
      return Conclusion.byFirst(List.of(decision));
    }
  }

  static Rule factorsDiffer(List<String> factors) {
    return new ProfileRule(
        text(
            "C5",
            "Factors are read at different t",
            "mean Jensen–Shannon divergence between two factors' attention profiles less that"
                + " within one, all between different head seeds, bits"),
        factors.size() > 1,
        "The data set has one factor.",
        encoder -> ProfileDistances.mean(encoder.factors(), encoder.factors()).orElseThrow());
  }

  static Rule kinds(List<String> coarse, List<String> fine) {
    return new ProfileRule(
        text(
            "C8",
            "Attributes of a kind have alike profiles",
            "mean divergence (as in C5) of coarse from fine factors' profiles less that within"
                + " either group, bits"),
        !coarse.isEmpty() && !fine.isEmpty() && coarse.size() + fine.size() > 2,
        "The data set has too few factors of known kinds.",
        encoder -> apart(encoder.factors(coarse), encoder.factors(fine)));
  }

  private static double apart(List<FactorFindings> coarse, List<FactorFindings> fine) {
    double within =
        Stream.of(coarse, fine)
            .map(group -> ProfileDistances.mean(group, group))
            .flatMapToDouble(OptionalDouble::stream)
            .average()
            .orElseThrow();
    return ProfileDistances.mean(coarse, fine).orElseThrow() - within;
  }

  private static Rule.Text text(String id, String statement, String measure) {
    return new Rule.Text(id, statement, measure, EffectUnit.BITS, "divergence");
  }
}
