package org.p2f.downstream.study.work.claims;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.p2f.downstream.study.Claim;
import org.p2f.downstream.study.Decision;
import org.p2f.downstream.study.EffectUnit;
import org.p2f.downstream.study.StudyPlan;
import org.p2f.downstream.study.Verdict;

/**
 * The claims of Mittal et al. (arXiv:2210.13774), and from C12 on of Li et al. (arXiv:2502.05743)
 * and of ensembles, measured. Each effect is one number an encoder, so that its interval speaks of
 * other encoders; what is compared shares encoder, images and seeds. The first objective decides;
 * what the others come to stands beside it.
 */
public final class StudyClaims {
  private final StudyFindings findings;

  private StudyClaims(StudyFindings findings) {
    this.findings = findings;
  }

  /** C1 to C14. */
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
    claims.add(withActivations(AccuracyClaims.onePeak(factors)));
    claims.add(claim(AccuracyClaims.ensemble(factors)));
    claims.add(claim(AccuracyClaims.beyondEnsemble(factors)));
    return claims;
  }

  private Claim claim(Rule rule) {
    return claim(rule, findings.objectives());
  }

  private static Claim claim(Rule rule, List<StudyFindings.ObjectiveFindings> all) {
    var conclusions = all.stream().map(rule::of).toList();
    return rule.text()
        .claim(
            conclusions.getFirst(),
            conclusions.stream().flatMap(conclusion -> conclusion.parts().stream()).toList());
  }

  /** What the rule says of diffusion features stands beside. */
  private Claim withActivations(Rule rule) {
    return claim(
        rule,
        Stream.concat(findings.objectives().stream(), Stream.ofNullable(findings.activations()))
            .toList());
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
