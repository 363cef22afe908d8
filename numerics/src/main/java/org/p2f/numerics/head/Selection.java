package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    Map<Head, TreeMap<Double, List<MemberResult>>> runs = new LinkedHashMap<>();
    for (var result : results) {
      runs.computeIfAbsent(result.member().head(), h -> new TreeMap<>())
          .computeIfAbsent(result.member().learningRate(), rate -> new ArrayList<>())
          .add(result);
    }
    var scores = new ArrayList<HeadScore>();
    runs.forEach(
        (head, rates) ->
            scores.add(
                rates.entrySet().stream()
                    .map(entry -> score(head, entry.getKey(), entry.getValue()))
                    .reduce((a, b) -> b.validationAccuracy() > a.validationAccuracy() ? b : a)
                    .orElseThrow()));
    return scores;
  }

  private static HeadScore score(Head head, double rate, List<MemberResult> seeds) {
    return new HeadScore(
        head,
        rate,
        seeds.stream().map(r -> r.member().seed()).toList(),
        seeds.stream().map(MemberResult::bestEpoch).toList(),
        seeds.stream().mapToDouble(MemberResult::validationAccuracy).sum() / seeds.size(),
        Accuracy.of(seeds));
  }
}
