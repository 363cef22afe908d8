package org.p2f.downstream.head.work;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.head.Baselines;
import org.p2f.numerics.head.Convergence;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.MemberResult;
import org.p2f.numerics.head.NearestNeighbours;

/**
 * What one encoder's heads gave on one factor, as it waits in a job's workspace.
 *
 * @param members in the order in which the plan names them
 * @param neighbours of each time and seed
 */
public record TrainedFactor(
    List<Outcome> members, List<NearestNeighbours.Result> neighbours, Baselines baselines) {

  /** A trained member without what the plan says of it. */
  public record Outcome(
      long bestStep,
      long steps,
      double lastLoss,
      Convergence convergence,
      int validationCorrect,
      int validationImages,
      int testCorrect,
      int testImages) {

    public static Outcome of(MemberResult result) {
      return new Outcome(
          result.bestStep(),
          result.steps(),
          result.lastLoss(),
          result.convergence(),
          result.validationCorrect(),
          result.validationImages(),
          result.testCorrect(),
          result.testImages());
    }

    MemberResult of(HeadMember member) {
      return new MemberResult(
          member,
          bestStep,
          steps,
          lastLoss,
          convergence,
          validationCorrect,
          validationImages,
          testCorrect,
          testImages,
          List.of());
    }
  }

  /**
   * @param planned in the order of {@link #members}
   */
  public List<MemberResult> results(List<HeadMember> planned) {
    var results = new ArrayList<MemberResult>();
    for (int i = 0; i < planned.size(); i++) {
      results.add(members.get(i).of(planned.get(i)));
    }
    return results;
  }
}
