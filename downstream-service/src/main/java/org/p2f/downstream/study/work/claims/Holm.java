package org.p2f.downstream.study.work.claims;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.p2f.downstream.study.Claim;
import org.p2f.downstream.study.Verdict;

/**
 * Claims with their verdicts at 5 % for all of them together: the k-th least of m p-values is
 * multiplied by m − k + 1, and none is less than one before it (Holm, Scandinavian Journal of
 * Statistics 6, 1979).
 */
final class Holm {
  private static final double LEVEL = .05;

  private Holm() {}

  static List<Claim> corrected(List<Claim> claims) {
    var tested =
        claims.stream()
            .filter(claim -> claim.p() != null)
            .sorted(Comparator.comparingDouble(claim -> Objects.requireNonNull(claim.p())))
            .toList();
    var adjusted =
        adjusted(tested.stream().map(claim -> Objects.requireNonNull(claim.p())).toList());
    return claims.stream()
        .map(
            claim -> {
              int at = tested.indexOf(claim);
              return at < 0 ? claim : claim.with(correction(claim.verdict(), adjusted.get(at)));
            })
        .toList();
  }

  private static Claim.Corrected correction(Verdict verdict, double p) {
    return new Claim.Corrected(p, p < LEVEL ? verdict : Verdict.UNDECIDED);
  }

  /**
   * @param sorted rising
   */
  static List<Double> adjusted(List<Double> sorted) {
    int m = sorted.size();
    return IntStream.range(0, m)
        .mapToObj(
            last ->
                Math.min(
                    1,
                    IntStream.rangeClosed(0, last)
                        .mapToDouble(k -> (m - k) * sorted.get(k))
                        .max()
                        .orElseThrow()))
        .toList();
  }
}
