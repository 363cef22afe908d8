package org.p2f.downstream.study.work.claims;

import java.util.List;
import java.util.stream.Stream;
import org.p2f.downstream.study.work.claims.StudyFindings.ObjectiveFindings;

/** A claim of two parts about accuracies: both have to support it, and either can refute it. */
record BothRule(AccuracyRule first, AccuracyRule second) implements Rule {

  @Override
  public Text text() {
    return first.text();
  }

  /** Shown is the effect of the part that has the claim's verdict. */
  @Override
  public Conclusion of(ObjectiveFindings findings) {
    var firsts = first.of(findings).parts();
    var seconds = second.of(findings).parts();
    var both = List.of(firsts.getFirst(), seconds.getFirst());
    var verdict = Conclusion.ofAll(both, firsts.getFirst(), "").verdict();
    var shown = both.stream().filter(part -> part.verdict() == verdict).findFirst().orElseThrow();
    return Conclusion.ofAll(both, shown, shown.remark())
        .beside(Stream.of(firsts, seconds).flatMap(parts -> parts.stream().skip(1)).toList());
  }
}
