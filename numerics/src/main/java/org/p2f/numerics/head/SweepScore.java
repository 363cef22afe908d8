package org.p2f.numerics.head;

import java.util.List;
import java.util.stream.IntStream;
import org.p2f.spec.head.Head;

/**
 * What is reported of a head over several encoders of one kind that differ in their seed alone: its
 * results at the learning rate that was best on validation images.
 *
 * @param byEncoder for each encoder, one result for each seed of the head
 */
public record SweepScore(Head head, double learningRate, List<List<MemberResult>> byEncoder) {

  public SweepScore {
    byEncoder = byEncoder.stream().map(List::copyOf).toList();
  }

  /** Mean over encoders and seeds; the best of several, so it flatters. */
  public double validationAccuracy() {
    return mean(all().stream().map(MemberResult::validationAccuracy).toList());
  }

  /** With one encoder over the head's seeds, else over the encoders' means. */
  public Accuracy test() {
    return Accuracy.ofSeeds(units(), byEncoder.getFirst().getFirst().test().images());
  }

  /**
   * Independent test accuracies, which can be paired with another head's: the encoders' means, or
   * the seeds' accuracies if there is one encoder.
   */
  public List<Double> units() {
    return byEncoder.size() == 1
        ? byEncoder.getFirst().stream().map(MemberResult::testAccuracy).toList()
        : byEncoder.stream()
            .map(e -> mean(e.stream().map(MemberResult::testAccuracy).toList()))
            .toList();
  }

  /** Test accuracies of the head's seeds, each the mean over encoders. */
  public List<Double> seeds() {
    return IntStream.range(0, byEncoder.getFirst().size())
        .mapToObj(s -> mean(byEncoder.stream().map(e -> e.get(s).testAccuracy()).toList()))
        .toList();
  }

  /** All results, encoder by encoder. */
  public List<MemberResult> all() {
    return byEncoder.stream().flatMap(List::stream).toList();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }
}
