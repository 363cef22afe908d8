package org.p2f.numerics.head;

import java.util.List;
import java.util.stream.IntStream;
import org.p2f.spec.head.Head;

/**
 * What is reported of a head over several encoders of one kind that differ in their seed alone: its
 * results at the learning rates that were chosen on validation images.
 *
 * @param learningRates for each encoder, the one that was chosen
 * @param byEncoder for each encoder, one result for each seed of the head
 * @param tried every learning rate, the largest first
 */
public record SweepScore(
    Head head, List<Double> learningRates, List<List<MemberResult>> byEncoder, List<Tried> tried) {

  /**
   * A learning rate, chosen or not.
   *
   * @param validationAccuracy mean over encoders and seeds
   */
  public record Tried(double learningRate, double validationAccuracy) {}

  public SweepScore {
    learningRates = List.copyOf(learningRates);
    byEncoder = byEncoder.stream().map(List::copyOf).toList();
    tried = List.copyOf(tried);
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
