package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.p2f.numerics.statistics.Sample;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.RateSelection;

/** Chooses learning rates by validation accuracy; test images never take part in a choice. */
public final class Selection {

  private Selection() {}

  /**
   * A head at one learning rate.
   *
   * @param byEncoder for each encoder, one result for each seed
   */
  private record Rate(double learningRate, List<List<MemberResult>> byEncoder) {

    double mean() {
      return mean(byEncoder.stream().flatMap(List::stream).toList());
    }

    /** Over encoders, of means over seeds. */
    double median() {
      return new Sample(byEncoder.stream().map(Rate::mean).toList()).median();
    }

    double mean(int encoder) {
      return mean(byEncoder.get(encoder));
    }

    private static double mean(List<MemberResult> results) {
      return results.stream().mapToDouble(MemberResult::validationAccuracy).sum() / results.size();
    }
  }

  /**
   * Chooses for each head among its learning rates, over encoders that differ in their seed alone.
   *
   * @param encoders each encoder's results, of the same heads, learning rates and seeds
   * @return one score a head, in the order in which the heads first appear
   */
  public static List<SweepScore> overEncoders(
      List<List<MemberResult>> encoders, RateSelection selection) {
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
                score(
                    head,
                    rates.descendingMap().entrySet().stream()
                        .map(rate -> new Rate(rate.getKey(), rate.getValue()))
                        .toList(),
                    selection)));
    return scores;
  }

  /**
   * @param rates the largest first
   */
  private static SweepScore score(Head head, List<Rate> rates, RateSelection selection) {
    var chosen =
        IntStream.range(0, rates.getFirst().byEncoder().size())
            .mapToObj(
                encoder ->
                    best(
                        rates,
                        rate ->
                            switch (selection) {
                              case SHARED -> rate.mean();
                              case SHARED_MEDIAN -> rate.median();
                              case PER_ENCODER -> rate.mean(encoder);
                            }))
            .toList();
    return new SweepScore(
        head,
        chosen.stream().map(Rate::learningRate).toList(),
        IntStream.range(0, chosen.size())
            .mapToObj(encoder -> chosen.get(encoder).byEncoder().get(encoder))
            .toList(),
        rates.stream()
            .map(rate -> new SweepScore.Tried(rate.learningRate(), rate.mean()))
            .toList());
  }

  /** Of equal ones the first. */
  private static Rate best(List<Rate> rates, ToDoubleFunction<Rate> accuracy) {
    return rates.stream()
        .reduce((a, b) -> accuracy.applyAsDouble(b) > accuracy.applyAsDouble(a) ? b : a)
        .orElseThrow();
  }
}
