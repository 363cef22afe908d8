package org.p2f.downstream.study.work.claims;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.p2f.downstream.study.Claim;
import org.p2f.downstream.study.Decision;
import org.p2f.downstream.study.EffectUnit;
import org.p2f.downstream.study.StudyPlan;
import org.p2f.downstream.study.Verdict;

/**
 * The claims of Mittal et al. (arXiv:2210.13774), measured. Each effect is one number an encoder,
 * so that its interval speaks of other encoders; what is compared shares encoder, images and seeds.
 * The first objective decides; what the others come to stands beside it.
 */
public final class StudyClaims {
  private final StudyFindings findings;

  private StudyClaims(StudyFindings findings) {
    this.findings = findings;
  }

  /** C1 to C11. */
  public static List<Claim> of(StudyFindings findings) {
    return Holm.corrected(new StudyClaims(findings).all());
  }

  private List<Claim> all() {
    var factors = findings.factors();
    var mixing = AccuracyClaims.mixing(factors);
    var claims =
        new ArrayList<>(
            List.of(
                    mixing,
                    AccuracyClaims.notSize(factors),
                    AccuracyClaims.granularity(factors),
                    AccuracyClaims.intermediate(findings.fine()),
                    ProfileClaims.factorsDiffer(factors),
                    new CentreRule(findings.coarse(), findings.fine()),
                    new DistanceRule(),
                    ProfileClaims.kinds(findings.coarse(), findings.fine()),
                    new HidingRule(),
                    AccuracyClaims.trajectory(factors))
                .stream()
                .map(this::claim)
                .toList());
    claims.add(everyObjective(mixing));
    return claims;
  }

  private Claim claim(Rule rule) {
    var conclusions = findings.objectives().stream().map(rule::of).toList();
    return rule.text()
        .claim(
            conclusions.getFirst(),
            conclusions.stream().flatMap(conclusion -> conclusion.parts().stream()).toList());
  }

  private Claim everyObjective(Rule mixing) {
    var text =
        new Rule.Text(
            "C11",
            "It holds for DRL and VDRL",
            "the gain of C1 in every objective; shown is the one whose interval reaches lowest",
            EffectUnit.ACCURACY,
            "accuracy");
    var gains = findings.objectives().stream().map(o -> mixing.of(o).parts().getFirst()).toList();
    var objectives =
        findings.objectives().stream().map(StudyFindings.ObjectiveFindings::objective).toList();
    var conclusion =
        objectives.containsAll(StudyPlan.OBJECTIVES)
            ? Conclusion.ofAll(gains, lowest(gains), "")
            : new Conclusion(
                Verdict.UNMEASURED, null, null, "The plan has one objective.", List.of());
    return text.claim(conclusion, conclusion.parts());
  }

  private static Decision lowest(List<Decision> gains) {
    return gains.stream()
        .min(
            Comparator.comparingDouble(
                gain -> gain.effect() == null ? Double.NEGATIVE_INFINITY : gain.effect().low()))
        .orElseThrow();
  }
}
