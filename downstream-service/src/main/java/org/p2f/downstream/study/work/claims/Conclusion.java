package org.p2f.downstream.study.work.claims;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.study.Decision;
import org.p2f.downstream.study.Effect;
import org.p2f.downstream.study.Verdict;

/**
 * What a claim comes to in one objective.
 *
 * @param parts that it was concluded from, then each on its own
 */
record Conclusion(
    Verdict verdict,
    @Nullable Effect effect,
    @Nullable Double p,
    String remark,
    List<Decision> parts) {

  Conclusion {
    parts = List.copyOf(parts);
  }

  /** By one effect, that of the first part. */
  static Conclusion byFirst(List<Decision> parts) {
    var first = parts.getFirst();
    return new Conclusion(first.verdict(), first.effect(), first.p(), first.remark(), parts);
  }

  /**
   * A claim that all of its parts have to support and any can refute. The p of support is the
   * largest (an intersection–union test: Berger, Technometrics 24, 1982), that of refusal the least
   * times the number of parts that had the chance (Bonferroni).
   *
   * @param shown whose effect stands for the claim's
   */
  static Conclusion ofAll(List<Decision> parts, Decision shown, String remark) {
    return new Conclusion(joint(parts), shown.effect(), jointP(parts), remark, parts);
  }

  /** The same, with what stands beside it. */
  Conclusion beside(List<Decision> further) {
    return new Conclusion(
        verdict, effect, p, remark, Stream.concat(parts.stream(), further.stream()).toList());
  }

  private static Verdict joint(List<Decision> parts) {
    for (var decisive : List.of(Verdict.UNMEASURED, Verdict.NOT_SUPPORTED, Verdict.UNDECIDED)) {
      if (parts.stream().anyMatch(part -> part.verdict() == decisive)) {
        return decisive;
      }
    }
    return Verdict.SUPPORTED;
  }

  private static @Nullable Double jointP(List<Decision> parts) {
    if (parts.stream().anyMatch(part -> part.p() == null)) {
      return null;
    }
    var all = parts.stream().mapToDouble(part -> Objects.requireNonNull(part.p()));
    if (joint(parts) != Verdict.NOT_SUPPORTED) {
      return all.max().orElseThrow();
    }
    double least =
        parts.stream()
            .filter(part -> part.verdict() == Verdict.NOT_SUPPORTED)
            .mapToDouble(part -> Objects.requireNonNull(part.p()))
            .min()
            .orElseThrow();
    return Math.min(1, parts.size() * least);
  }
}
