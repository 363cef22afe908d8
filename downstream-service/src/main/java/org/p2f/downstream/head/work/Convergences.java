package org.p2f.downstream.head.work;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.head.Convergence;
import org.p2f.numerics.head.MemberResult;

/** What the domain says of the convergence of several heads. */
public final class Convergences {
  private Convergences() {}

  /**
   * @param heads of one result, over encoders and seeds; at least one
   */
  public static Convergence of(List<MemberResult> heads) {
    var each = heads.stream().map(MemberResult::convergence).toList();
    double squares = each.stream().mapToDouble(c -> c.error() * c.error()).sum();
    double error = Math.sqrt(squares) / each.size();
    boolean told = each.stream().allMatch(c -> c.rise() != null);
    @Nullable Double rise =
        told
            ? each.stream().mapToDouble(c -> Objects.requireNonNull(c.rise())).sum() / each.size()
            : null;
    return new Convergence(
        rise != null && rise <= error,
        rise,
        error,
        each.stream().map(org.p2f.numerics.head.Convergence::converged).toList());
  }
}
