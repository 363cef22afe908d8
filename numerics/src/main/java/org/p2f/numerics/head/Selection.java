package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2f.spec.head.Head;

/** Chooses learning rates by validation accuracy; test images never take part in a choice. */
public final class Selection {

  private Selection() {}

  /**
   * For each head the learning rate with the best mean validation accuracy over its seeds; of equal
   * ones the smallest.
   *
   * @return one score a head, in the order in which the heads first appear
   */
  public static List<HeadScore> best(List<MemberResult> results) {
    return overEncoders(List.of(results)).stream().map(Selection::score).toList();
  }

  /**
   * The same over encoders that differ in their seed alone: one learning rate for all of them.
   *
   * @param encoders each encoder's results, of the same heads, learning rates and seeds
   */
  public static List<SweepScore> overEncoders(List<List<MemberResult>> encoders) {
    Map<Head, TreeMap<Double, List<List<MemberResult>>>> runs = new LinkedHashMap<>();
    for (int e = 0; e < encoders.size(); e++) {
      for (var result : encoders.get(e)) {
        var byEncoder =
            runs.computeIfAbsent(result.member().head(), h -> new TreeMap<>())
                .computeIfAbsent(result.member().learningRate(), rate -> new ArrayList<>());
        while (byEncoder.size() <= e) {
          byEncoder.add(new ArrayList<>());
        }
        byEncoder.get(e).add(result);
      }
    }
    var scores = new ArrayList<SweepScore>();
    runs.forEach(
        (head, rates) ->
            scores.add(
                rates.entrySet().stream()
                    .map(entry -> new SweepScore(head, entry.getKey(), entry.getValue()))
                    .reduce((a, b) -> b.validationAccuracy() > a.validationAccuracy() ? b : a)
                    .orElseThrow()));
    return scores;
  }

  private static HeadScore score(SweepScore best) {
    return new HeadScore(
        best.head(),
        best.learningRate(),
        best.all().stream().map(r -> r.member().seed()).toList(),
        best.all().stream().map(MemberResult::bestStep).toList(),
        best.validationAccuracy(),
        best.test());
  }
}
