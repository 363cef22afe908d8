package org.p2f.downstream.evaluation.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.evaluation.Difference;
import org.p2f.downstream.head.EncoderRole;
import org.p2f.downstream.head.HeadKind;
import org.p2f.numerics.statistics.PairedDifference;
import org.p2f.numerics.statistics.Sample;

/**
 * The paired comparisons of one factor at one label fraction: each other head against the MLP, each
 * head that reads all t against the wide MLP and both ensembles, and each head against itself on a
 * control's codes. A head of one t stands for its kind at the t that is best on validation images.
 */
final class Comparisons {

  /** Of the bootstrap's resamples, where there are too many units to count them all. */
  private static final long SEED = 1;

  /**
   * A head with its independent accuracies.
   *
   * @param units one for each encoder, or for each seed of the one encoder's heads
   * @param seeds one for each seed of the heads, means over encoders: what an ensemble of encoders
   *     can be paired with
   */
  record Candidate(
      EncoderRole encoder,
      int encoders,
      HeadKind head,
      @Nullable Double t,
      double validationAccuracy,
      List<Double> units,
      List<Double> seeds) {

    List<Double> unitsFor(Candidate other) {
      boolean together = head == HeadKind.ENSEMBLE || other.head() == HeadKind.ENSEMBLE;
      return together ? seeds : units;
    }
  }

  private final String factor;
  private final double labelFraction;
  private final List<Candidate> candidates;

  Comparisons(String factor, double labelFraction, List<Candidate> candidates) {
    this.factor = factor;
    this.labelFraction = labelFraction;
    this.candidates = candidates;
  }

  List<Difference> all() {
    var found = new ArrayList<Difference>();
    for (var kind : HeadKind.values()) {
      if (kind != HeadKind.MLP) {
        add(found, best(EncoderRole.EVALUATED, kind), best(EncoderRole.EVALUATED, HeadKind.MLP));
      }
    }
    for (var other : List.of(HeadKind.WIDE_MLP, HeadKind.ENSEMBLE, HeadKind.TIME_ENSEMBLE)) {
      for (var kind : HeadKind.values()) {
        if (!kind.readsOne() && kind != other) {
          add(found, best(EncoderRole.EVALUATED, kind), best(EncoderRole.EVALUATED, other));
        }
      }
    }
    for (var control : List.of(EncoderRole.UNTRAINED, EncoderRole.STATIC)) {
      for (var kind : HeadKind.values()) {
        add(found, best(EncoderRole.EVALUATED, kind), best(control, kind));
      }
    }
    return found;
  }

  /** Of equal ones the first. */
  private Optional<Candidate> best(EncoderRole encoder, HeadKind kind) {
    return candidates.stream()
        .filter(c -> c.encoder() == encoder && c.head() == kind)
        .reduce((a, b) -> b.validationAccuracy() > a.validationAccuracy() ? b : a);
  }

  /**
   * Adds the pair if both are there and share at least two units. Kinds of heads may have different
   * numbers of seeds; those that both have are paired.
   */
  private void add(List<Difference> found, Optional<Candidate> first, Optional<Candidate> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return;
    }
    var a = first.get();
    var b = second.get();
    var mine = a.unitsFor(b);
    var theirs = b.unitsFor(a);
    int shared = Math.min(mine.size(), theirs.size());
    if (shared < 2 || a.encoders() != b.encoders()) {
      return;
    }
    var difference =
        PairedDifference.of(
            new Sample(mine.subList(0, shared)).minus(new Sample(theirs.subList(0, shared))), SEED);
    found.add(
        new Difference(
            factor,
            labelFraction,
            a.head(),
            a.encoder(),
            a.t(),
            b.head(),
            b.encoder(),
            b.t(),
            difference.mean(),
            difference.reported().low(),
            difference.reported().high(),
            difference.signFlip(),
            difference.units()));
  }
}
