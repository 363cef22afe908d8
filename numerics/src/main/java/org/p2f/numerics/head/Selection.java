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
   * For each head the learning rate with the best mean validation accuracy over its seeds and over
   * encoders that differ in their seed alone, one for all of them; of equal ones the largest.
   *
   * @param encoders each encoder's results, of the same heads, learning rates and seeds
   * @return one score a head, in the order in which the heads first appear
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
                    .reduce((a, b) -> b.validationAccuracy() >= a.validationAccuracy() ? b : a)
                    .orElseThrow()));
    return scores;
  }
}
